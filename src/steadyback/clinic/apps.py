from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "steadyback.clinic"
    label = "clinic"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from steadyback.clinic import audit_signals, clearance_watch

        audit_signals.connect()
        clearance_watch.connect()
