"""The datasets: their page and catalogue, the files as they are now, and those of past days, which never change."""

import base64
import json
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from rollout.clock import today
from rollout.datasets import FILES, made
from rollout.datasets.catalogue import catalogue
from rollout.datasets.contents import MEDIA
from rollout.datasets.rdf_xml import as_rdf_xml
from rollout.models import Edition
from rollout.pages.asked import page_selection
from rollout.pages.datasets import datasets_page, day_page, latest_editions, nearest

FOR_ALL = {"Access-Control-Allow-Origin": "*"}  # open facts: any page may read them, without cookies
CATALOGUES = {
    "jsonld": ("application/ld+json", lambda told: json.dumps(told, ensure_ascii=False, indent=1).encode()),
    "rdf": ("application/rdf+xml", as_rdf_xml),
}
NOW, FOREVER = "public, no-cache", "public, max-age=31536000, immutable"


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """Which datasets there are, and where."""
    context = datasets_page(page_selection(request, kept=()))
    return render(request, "rollout/datasets.html", {**context, "unknown_parameters": sorted(request.GET)})


@require_safe
def dataset_day(request: HttpRequest, on: date) -> HttpResponse:
    """The files that were kept on a day; where there are none, the days nearest to it."""
    context = day_page(on)
    status = 200 if context["editions"] else 404
    return render(
        request, "rollout/dataset_day.html", {**context, "unknown_parameters": sorted(request.GET)}, status=status
    )


@require_safe
def dataset_catalogue(request: HttpRequest, kind: str) -> HttpResponse:
    """The catalogue as linked data, as JSON-LD or RDF/XML. Raises Http404 for another kind."""
    if kind not in CATALOGUES:
        raise Http404
    media, written = CATALOGUES[kind]
    told = catalogue(request.build_absolute_uri(reverse("datasets")), latest_editions())
    return HttpResponse(written(told), content_type=media, headers={"Cache-Control": NOW, **FOR_ALL})


@require_safe
def dataset_latest(request: HttpRequest, file: str) -> HttpResponse:
    """A file of the facts as they are now."""
    if file not in FILES:
        raise Http404
    content = made(file, today=today())
    links = {"predecessor-version": Edition.objects.filter(file=file).order_by("-on").first()}
    return _sent(request, file, content.body, content.digest, name=file, caching=NOW, links=links)


@require_safe
def dataset_edition(request: HttpRequest, on: date, file: str) -> HttpResponse:
    """A file as it was on a day. Where it was not kept, the days nearest to it are named."""
    if file not in FILES and not Edition.objects.filter(file=file).exists():
        raise Http404
    of_file = Edition.objects.filter(file=file)
    edition = of_file.filter(on=on).select_related("content").first()
    if edition is None:
        context = {**day_page(on), "near": nearest(on, file), "file": file, "editions": []}
        return render(request, "rollout/dataset_day.html", context, status=404)
    links = {"predecessor-version": of_file.before(on), "successor-version": of_file.after(on)}
    name = f"{on.isoformat()}-{file}"
    return _sent(request, file, edition.content.body, edition.content_id, name=name, caching=FOREVER, links=links)


def _sent(
    request: HttpRequest,
    file: str,
    body: bytes,
    digest: str,
    *,
    name: str,
    caching: str,
    links: dict[str, Edition | None],
) -> HttpResponse:
    """The file, or that the asker has it already (304). links: other editions of it, by what they are to this one."""
    told = {relation: reverse("dataset-edition", args=[each.on, file]) for relation, each in links.items() if each}
    told |= {"latest-version": reverse("dataset-latest", args=[file]), "collection": reverse("datasets")}
    headers = {
        "ETag": f'"{digest}"',
        "Cache-Control": caching,
        **FOR_ALL,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Link": ", ".join(f'<{address}>; rel="{relation}"' for relation, address in told.items()),
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:",
    }
    response = HttpResponse(body, content_type=MEDIA[file.rpartition(".")[2]], headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response)
