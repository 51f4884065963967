"""The addresses of imports: choose a kind, send in a file, look at what it would change, save it, undo it; the log."""

from django.urls import path

from rollout.views import import_files, imports

urlpatterns = [
    path("", imports.import_home, name="import-home"),
    path("logg/", imports.import_log, name="import-log"),
    path("logg.<str:kind>", import_files.import_log_file, name="import-log-file"),
    path("mall/<slug:key>.<str:kind>", import_files.import_template, name="import-template"),
    path("ny/<slug:key>/", imports.import_new, name="import-new"),
    path("<int:pk>/", imports.import_detail, name="import-detail"),
    path("<int:pk>/lage.json", imports.import_progress, name="import-progress"),
    path("<int:pk>/fel.<str:kind>", import_files.import_faults_file, name="import-faults-file"),
    path("<int:pk>/spara/", imports.import_save, name="import-save"),
    path("<int:pk>/igen/", imports.import_again, name="import-again"),
    path("<int:pk>/kasta/", imports.import_discard, name="import-discard"),
    path("<int:pk>/angra/", imports.import_undo, name="import-undo"),
]
