"""Two officers at once: `python officers.py URL ACTIONS NAME` calls on cases that another process works on, too."""

import sys

from fraudguard import CaseError, Desk
from fraudguard.desk import CallAttempt
from fraudguard.testing import Clock

KEY = b"a key for tests, 32 bytes long.."


def main(url: str, count: int, name: str) -> int:
    """Record the actions, one transaction each; how many were accepted."""
    done = 0
    with Desk.open(url, key=KEY, clock=Clock()) as desk:
        cases = [case.id for case in desk.list().cases]
        for number in range(count):
            action = CallAttempt(by=name, answered=False, failure="no_answer")
            try:
                desk.record(cases[number % len(cases)], action, ref=f"{name}-{number}")
            except CaseError as error:
                sys.stderr.write(str(error))
                return done
            done += 1
    return done


if __name__ == "__main__":
    sys.stdout.write(str(main(sys.argv[1], int(sys.argv[2]), sys.argv[3])))
