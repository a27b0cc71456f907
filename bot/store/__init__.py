"""The store: every turn one transaction, all SQL of the program."""
