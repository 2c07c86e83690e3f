"""One's dates as a calendar that phones and desks subscribe to (RFC 5545)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from core.packs.calendar import Due
from core.programmes.queries import Programme
from ui.formats import years
from ui.i18n import _, current

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def written(name: str, programmes: tuple[Programme, ...], address: str, now: datetime) -> bytes:
    """The dates of the running programmes as whole days, each with a reminder three days before; `address` is where
    the tenant's pages are."""
    calendar = Calendar()
    calendar.add("prodid", "-//renluyen//VN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Rèn luyện · %(name)s") % {"name": name})
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval;value=duration", "PT12H")
    for programme in programmes:
        for due in programme.milestones.values():
            calendar.add_component(_event(programme, due, address, now))
    return calendar.to_ical()


def _event(programme: Programme, due: Due, address: str, now: datetime) -> Event:
    last = (due.closes_at - timedelta(microseconds=1)).astimezone(ZONE).date()
    title = programme.rules.milestones[due.milestone].title.in_(current())
    event, alarm = Event(), Alarm()
    event.add("uid", f"{programme.id}-{due.key}@renluyen")
    event.add("dtstamp", now)
    event.add("dtstart", last)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _("Hạn cuối: %(what)s") % {"what": title})
    event.add("description", f"{programme.title.in_(current())} {years(programme)}")
    event.add("url", f"{address}/chuong-trinh/{programme.slug}")
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-3))
    event.add_component(alarm)
    return event
