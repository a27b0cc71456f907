"""The genres, one YAML file each: required sections in order, and the words they are asked in."""
