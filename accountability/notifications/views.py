"""Pages of notifications: the news of an account."""

from typing import Any

from flask import abort, g, has_request_context, render_template, url_for
from flask.typing import ResponseReturnValue

from accountability.accounts.context import looking
from accountability.accounts.models import Account
from accountability.core.database import begin_snapshot
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes
from accountability.notifications import about_watches as _watches  # noqa: F401 - for its effect
from accountability.notifications import (
    access,
    drill_views,
    forms,
    queries,
    reached_views,
    services,
)
from accountability.notifications import ringing as _ringing  # noqa: F401 - for its effect
from accountability.notifications import sending as _sending  # noqa: F401 - for its effect
from accountability.notifications import subscribers as _subscribers  # noqa: F401 - for its effect
from accountability.notifications.wording import sentence_of

bp = private_blueprint("notifications", __name__)

BLUEPRINTS = (bp, reached_views.bp, drill_views.bp)


bp.add_app_template_global(sentence_of, "news_sentence")


@bp.app_context_processor
def news_count() -> dict[str, Any]:
    """How many things the bar says are new."""
    who = looking() if has_request_context() else None
    if who is None:
        return {"news_count": 0}
    if "news_count" not in g:  # a page renders many cards; ask once
        g.news_count = access.count_unread(who.id)
    return {"news_count": g.news_count}


@bp.get("/news")
def news() -> ResponseReturnValue:
    """What I am told."""
    begin_snapshot()
    account = looking() or abort(401)
    return render_template("notifications/news.html", news=queries.news_of(account), page="news")


@bp.post("/news/looks")
@writes(lambda _account: url_for("notifications.news"))
def look() -> Account | ResponseReturnValue:
    """Note how far I have seen them."""
    account = looking() or abort(401)
    form = forms.NewsForm()
    if not form.validate_on_submit():
        return invalid(form, "notifications/news.html", news=queries.news_of(account))
    return services.read_news(account, int(form.seq.data) if form.seq.data else None)
