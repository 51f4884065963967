"""The addresses of offices and corrections: a provider's own below its key in the portal, and the reviewers' queue."""

from django.urls import path

from rollout.views import correction_review, corrections, office_files

urlpatterns = [
    path("portal/<int:pk>/kontor/", corrections.portal_offices, name="portal-offices"),
    path("portal/<int:pk>/kontor/bekrafta/", corrections.offices_confirm, name="portal-offices-confirm"),
    path("portal/<int:pk>/kontor/nytt/", corrections.office_new, name="portal-office-new"),
    path("portal/<int:pk>/kontor/<int:office>/flytta/", corrections.office_move, name="portal-office-move"),
    path("portal/<int:pk>/kontor/<int:office>/stang/", corrections.office_close, name="portal-office-close"),
    path("portal/<int:pk>/kontor/fil/", office_files.office_upload, name="portal-office-upload"),
    path("portal/<int:pk>/kontor/fil/skicka/", office_files.office_upload_send, name="portal-office-upload-send"),
    path("portal/<int:pk>/kontor/mall.<str:kind>", office_files.office_template, name="portal-office-template"),
    path("portal/<int:pk>/avtal/<int:agreement>/dagar/", corrections.agreement_days, name="portal-agreement-days"),
    path("portal/<int:pk>/rattelser/", corrections.portal_corrections, name="portal-corrections"),
    path("portal/<int:pk>/rattelser/<int:correction>/", corrections.portal_correction, name="portal-correction"),
    path(
        "portal/<int:pk>/rattelser/<int:correction>/ta-tillbaka/",
        corrections.correction_withdraw,
        name="portal-correction-withdraw",
    ),
    path("rattelser/", correction_review.correction_queue, name="correction-queue"),
    path("rattelser/<int:correction>/", correction_review.correction_review, name="correction-review"),
    path("rattelser/<int:correction>/gor/<slug:step>/", correction_review.correction_step, name="correction-step"),
    path("rattelser/fil/<int:upload>/", correction_review.upload_review, name="correction-upload"),
    path("rattelser/fil/<int:upload>/gor/<slug:step>/", correction_review.upload_step, name="correction-upload-step"),
]
