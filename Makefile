# Short names for ./steadyback, which does the work.
.PHONY: up test check wheel figures stills sheet bodies
up test check wheel:
	@./steadyback $@

# The figure's bodies and clips (docs/figure.md). PYTHON has numpy, scipy and Pillow.
PYTHON ?= .venv/bin/python
figures:
	@PYTHONPATH=src $(PYTHON) tools/figures/build.py

# The figure's still pictures, drawn by the built pages in Chromium, after `make figures`.
stills:
	@PYTHONPATH=src $(PYTHON) tools/figure_stills.py

# Start and end of every exercise on one sheet, docs/figures.png, after `make figures`.
sheet:
	@PYTHONPATH=src $(PYTHON) tools/figure_contact_sheet.py

# The bodies anew; FIGURES_PYTHON has requirements/figures.txt.
FIGURES_PYTHON ?= .venv-figures/bin/python
bodies:
	@$(FIGURES_PYTHON) tools/figures/dump_bodies.py
