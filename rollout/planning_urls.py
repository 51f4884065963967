"""The addresses of the plans that are worked on, under /plan/. What is sent in has addresses of its own."""

from django.urls import path

from rollout.views import planning, planning_moves, planning_phases, planning_steps

urlpatterns = [
    path("", planning.plan_list, name="plan-list"),
    path("ny/", planning.plan_new, name="plan-new"),
    path("<int:pk>/", planning.plan_workspace, name="plan-workspace"),
    path("<int:pk>/skillnad/", planning.plan_change, name="plan-change"),
    path("<int:pk>/etapper/ny/", planning_phases.phase_new, name="plan-phase-new"),
    path("<int:pk>/etapper/<int:phase>/", planning_phases.phase_edit, name="plan-phase-edit"),
    path("<int:pk>/etapper/<int:phase>/flytta/", planning_phases.phase_shift, name="plan-phase-shift"),
    path("<int:pk>/etapper/<int:phase>/ta-bort/", planning_phases.phase_remove, name="plan-phase-remove"),
    path("<int:pk>/kommuner/", planning_moves.plan_move, name="plan-move"),
    path("<int:pk>/klistra-in/", planning_moves.plan_paste, name="plan-paste"),
    path("<int:pk>/angra/<int:change>/", planning_moves.plan_undo, name="plan-undo"),
    path("<int:pk>/gor/<slug:step>/", planning_steps.plan_step, name="plan-step"),
    path("<int:pk>/undantag/<int:waiver>/ta-bort/", planning_steps.plan_unwaive, name="plan-unwaive"),
    path("<int:pk>/utkast/", planning_steps.plan_draft, name="plan-draft"),
    path("<int:pk>/scenario/", planning_steps.plan_scenario, name="plan-scenario"),
    path("<int:pk>/ta-bort/", planning_steps.plan_discard, name="plan-discard"),
]
