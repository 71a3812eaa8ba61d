"""The Django application: pages, storage and the gate in front of every session."""
