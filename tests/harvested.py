"""What mining the seeds gives."""

from phrasebank.harvest import SEEDS, harvest

HARVEST = harvest([SEEDS])
PATTERNS = HARVEST.patterns
