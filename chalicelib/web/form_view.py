"""What the console is given to post a file with, straight to where it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.objects import UploadForm
from chalicelib.web.view import View


class FormView(View):
    """The address, and the fields that go before the file."""

    url: str
    fields: Mapping[str, str]

    @classmethod
    def of(cls, form: UploadForm) -> FormView:
        return cls(url=form.url, fields=form.fields)
