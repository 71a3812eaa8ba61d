"""Write docs/article.md from src/steadyback/web/article.toml."""

import os
import tempfile
from pathlib import Path


def main() -> None:
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(STEADYBACK_DATA=folder, DJANGO_SETTINGS_MODULE="steadyback.web.settings")
        django.setup()
        from steadyback.web.article import load_article
        from steadyback.web.article_document import as_markdown

        path = Path(__file__).resolve().parents[1] / "docs" / "article.md"
        path.write_text(as_markdown(load_article()), encoding="utf-8")


if __name__ == "__main__":
    main()
