"""The ways in: which lists there are, and how they are described."""

from django.http import Http404
from drf_spectacular.views import SpectacularAPIView
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from rollout.api.answering import Told
from rollout.api.log import RESOURCES

LISTS = (*RESOURCES, "classifications", "coverage", "changes")


class Root(Told, APIView):
    """The lists of the API, by name, each with its address."""

    schema = None

    def get(self, request) -> Response:
        return Response({name: reverse(f"api-{name}-list", request=request) for name in sorted(LISTS)})


class Description(SpectacularAPIView):
    """`/api/schema/`: the description of the API, as YAML or as JSON."""

    throttle_classes: list = []


class Missing(Told, APIView):
    """Every other address: told in the form of the API that there is nothing."""

    schema = None

    def initial(self, request, *args, **kwargs) -> None:
        raise Http404
