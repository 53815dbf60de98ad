"""`python -m tracker` is the command `tracker`."""

import sys

from tracker.cli.app import main

sys.exit(main())
