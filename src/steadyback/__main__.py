import sys

from steadyback.cli import main

sys.exit(main())
