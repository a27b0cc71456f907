"""Run the phrasebank's commands: ``python -m phrasebank``."""

from phrasebank.cli import main

raise SystemExit(main())
