from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "steadyback.clinic"
    label = "clinic"
    default_auto_field = "django.db.models.BigAutoField"
