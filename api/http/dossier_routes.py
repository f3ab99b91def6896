"""The routes under ``/api/v1/dossiers``: each caller has their own."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.http import dossier_shapes
from api.http.described import described
from api.http.dossier_shapes import BelongingIn, DossierAddIn, DossierIn, NameIn
from api.http.gate import caller_of
from api.protocol import Service
from desk.dossier.documents import dossier_document
from desk.dossier.gather import basket_of, begun, into_basket, put, source_of
from desk.dossier.records import Kind
from desk.notes.gather import quotation


def dossier_routes(service: Service) -> APIRouter:
    """Dossiers of whoever shows a token; where none is asked for, those of the page."""
    api = APIRouter(prefix="/api/v1/dossiers")

    def document(dossier: str, owner: str) -> Response:
        found = service.dossiers.load(dossier, owner)
        return JSONResponse(dossier_document(found, basket_of(service.notes, found)))

    @api.get("", **described("dossiers list", dossier_shapes.DossiersOut))
    def listed(request: Request) -> Response:
        """The caller's dossiers, the one changed last first."""
        found = service.dossiers.all(caller_of(request))
        documents = [dossier_document(one, basket_of(service.notes, one)) for one in found]
        return JSONResponse({"dossiers": documents})

    @api.post("", **described("dossiers", dossier_shapes.DossierOut))
    def new(asked: DossierIn, request: Request) -> Response:
        """Keep filters, chosen statements among them, under a name."""
        owner = caller_of(request)
        made = begun(service, asked.name, asked.filters.filters(service.gazetteer), owner)
        return document(made.id, owner)

    @api.get("/{dossier_id}", **described("dossier", dossier_shapes.DossierOut))
    def one(dossier_id: str, request: Request) -> Response:
        """A dossier with what belongs to it."""
        return document(dossier_id, caller_of(request))

    @api.post("/{dossier_id}/add", **described("dossier", dossier_shapes.DossierOut))
    def add(dossier_id: str, asked: DossierAddIn, request: Request) -> Response:
        """Put statements, conversations, notes, or quotations of whole paragraphs into a dossier."""
        owner = caller_of(request)
        found = service.dossiers.load(dossier_id, owner)
        sources = [source_of(service, paragraph) for paragraph in asked.paragraphs]
        put(service, dossier_id, _belonging(asked), owner)
        if sources:
            into_basket(service, found, [quotation(source, 0, 0, "“{}”".format) for source in sources])
        return document(dossier_id, owner)

    @api.post("/{dossier_id}/remove", **described("dossier", dossier_shapes.DossierOut))
    def remove(dossier_id: str, asked: BelongingIn, request: Request) -> Response:
        """Take something out of a dossier; it stays where it is."""
        owner = caller_of(request)
        service.dossiers.take_out(dossier_id, _belonging(asked), owner)
        return document(dossier_id, owner)

    @api.post("/{dossier_id}/rename", **described("dossier", dossier_shapes.DossierOut))
    def rename(dossier_id: str, asked: NameIn, request: Request) -> Response:
        """Give a dossier another name."""
        owner = caller_of(request)
        service.dossiers.rename(dossier_id, asked.name, owner)
        return document(dossier_id, owner)

    @api.delete("/{dossier_id}", **described("dossier deleted", dossier_shapes.DeletedOut))
    def delete(dossier_id: str, request: Request) -> Response:
        """Delete a dossier for good. What belonged to it, its basket among that, stays."""
        service.dossiers.delete(dossier_id, caller_of(request))
        return JSONResponse({"deleted": dossier_id})

    return api


def _belonging(asked: BelongingIn) -> Mapping[Kind, tuple[str, ...]]:
    return {"statement": asked.statements, "conversation": asked.conversations, "note": asked.notes}
