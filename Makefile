# Short names for ./steadyback, which does the work.
.PHONY: up test check wheel
up test check wheel:
	@./steadyback $@
