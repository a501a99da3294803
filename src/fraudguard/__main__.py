"""``python -m fraudguard`` is the command line."""

from fraudguard.cli.main import main

if __name__ == "__main__":
    main()
