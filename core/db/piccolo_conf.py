"""Where Piccolo looks for the engine and the applications. Builds nothing that connects."""

from piccolo.conf.apps import AppRegistry

from core.db.engine import ENGINE

DB = ENGINE
APP_REGISTRY = AppRegistry(apps=["core.db.piccolo_app"])
