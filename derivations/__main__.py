"""``python -m derivations`` is ``lossary`` of this very checkout, whichever one is installed."""

from derivations.cli import main

if __name__ == "__main__":
    main()
