"""The one Piccolo application: every noun's tables share a schema and a line of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(
    app_name="core", migrations_folder_path=str(Path(__file__).parent / "migrations"), table_classes=[]
)
