"""Files as a bad disk or a clumsy hand leaves them."""

import random


def spoilt_bytes(raw: bytes, random_: random.Random) -> bytes:
    """A file with a few bytes changed, cut off, put in, or moved."""
    spoilt = bytearray(raw)
    for _ in range(random_.randint(1, 4)):
        at = random_.randrange(len(spoilt))
        match random_.randrange(4):
            case 0:
                spoilt[at] ^= 1 << random_.randrange(8)
            case 1:
                del spoilt[at : at + random_.randint(1, 200)]
            case 2:
                spoilt[at:at] = random_.randbytes(random_.randint(1, 200))
            case _:
                spoilt[at : at + 8] = random_.randbytes(8)
        if not spoilt:
            break
    return bytes(spoilt)
