"""The talk and the report: outlines, facts, drafts, composing, checking, exporting, and the adapters."""
