"""Where personal data lie: one statement a kind, over `me` (tenant, person, account) of who asks.

A test walks the schema: a column that names a person or an account belongs to a kind here, or to `ELSEWHERE` with the
reason. Columns keep the names of the tables; what they are called in words is the interface's task.
"""

NAME = """(select coalesce(wp.full_name, w.display_name) from account w
  left join person wp on wp.tenant_id = w.tenant_id and wp.id = w.person_id
  where w.tenant_id = me.tenant_id and w.id = {0})"""
SHEETS = "registration r join me on r.tenant_id = me.tenant_id and r.person_id = me.person_id"
UNIT = "left join unit u on u.tenant_id = me.tenant_id and u.id = {0}.unit_id"

# What an audit entry about this person is about: himself, his account, his sheets, his positions.
TRACES = """with mine as (
    select me.person_id::text as object from me where me.person_id is not null
    union all select me.account_id::text from me
    union all select r.id::text from registration r join me on r.tenant_id = me.tenant_id and r.person_id = me.person_id
    union all select o.id::text from position o join me on o.tenant_id = me.tenant_id and o.person_id = me.person_id
  )"""

KINDS: dict[str, str] = {
    "person": """select p.full_name, p.code, p.birth_date, p.gender, p.joined_on, p.occupation, p.phone,
        p.email
      from person p join me on p.tenant_id = me.tenant_id and p.id = me.person_id""",
    "memberships": f"""select u.name as unit, m.starts_on, m.ends_on
      from membership m join me on m.tenant_id = me.tenant_id and m.person_id = me.person_id {UNIT.format("m")}
      order by m.starts_on desc""",
    "positions": f"""select o.title as post, u.name as unit, o.full_time, o.provisional, o.starts_on, o.ends_on
      from position o join me on o.tenant_id = me.tenant_id and o.person_id = me.person_id {UNIT.format("o")}
      order by o.starts_on desc, o.id""",
    "enrolments": f"""select e.programme_id, u.name as unit, e.state, e.presence, e.presence_reason, e.level, e.points,
        e.by_rule, e.self_assessed, e.registered_late, e.self_late, e.rated_late
      from enrolment e join me on e.tenant_id = me.tenant_id and e.person_id = me.person_id {UNIT.format("e")}
      join programme g on g.tenant_id = me.tenant_id and g.id = e.programme_id order by g.starts_on desc""",
    "enrolment_acts": f"""select a.programme_id, a.act, f.name as from_unit, t.name as to_unit, a.reason, a.at,
        {NAME.format("a.by_account")} as by_name
      from enrolment_act a join me on a.tenant_id = me.tenant_id and a.person_id = me.person_id
      left join unit f on f.tenant_id = me.tenant_id and f.id = a.from_unit_id
      left join unit t on t.tenant_id = me.tenant_id and t.id = a.to_unit_id order by a.at desc""",
    "sheets": f"""select r.programme_id, u.name as unit, r.state, r.edition, r.channel, r.first_submitted_at,
        r.submitted_at, r.late, r.validated_at, r.saved_at
      from {SHEETS} {UNIT.format("r")} order by r.saved_at desc""",
    "sheet_items": f"""select r.programme_id, i.edition, i.criterion, i.solution, i.points
      from {SHEETS} join registration_item i on i.tenant_id = me.tenant_id and i.registration_id = r.id
      order by r.saved_at desc, i.edition desc, i.ordinal""",
    "reviews": f"""select r.programme_id, v.edition, v.decision, v.reason, v.remarks, v.proposals, v.at,
        {NAME.format("v.by_account")} as by_name
      from {SHEETS} join registration_review v on v.tenant_id = me.tenant_id and v.registration_id = r.id
      order by v.at desc""",
    # What somebody else has begun to write and not given is not yet a statement about this person.
    "assessments": f"""select r.programme_id, s.checkpoint, s.stage, s.level, s.points, s.comment, s.marks,
        s.override_reason, s.given_at, s.late, {NAME.format("s.by_account")} as by_name
      from {SHEETS} join assessment s on s.tenant_id = me.tenant_id and s.registration_id = r.id
        and (s.given_at is not null or s.by_account = me.account_id)
      order by r.saved_at desc, s.saved_at desc""",
    "paper_entries": f"""select r.programme_id, p.edition, p.channel, p.handed_in, p.entered_at, p.answer, p.words,
        p.answered_at,
        {NAME.format("p.entered_by")} as by_name
      from {SHEETS} join paper_entry p on p.tenant_id = me.tenant_id and p.registration_id = r.id
      order by p.entered_at desc""",
    "replies": f"""select r.programme_id, o.kind as reply, o.words, o.level_before as level, o.at, o.outcome, o.answer,
        o.level_after, {NAME.format("o.answered_by_account")} as by_name, o.answered_at
      from {SHEETS} join level_reply o on o.tenant_id = me.tenant_id and o.registration_id = r.id order by o.at desc""",
    "reopenings": f"""select o.programme_id, o.level, o.points, o.reason, o.decision_number, o.at,
        {NAME.format("o.by_account")} as by_name
      from {SHEETS} join result_reopening o on o.tenant_id = me.tenant_id and o.registration_id = r.id
      order by o.at desc""",
    "evidence": f"""select r.programme_id, v.criterion, f.name as file_name, f.media_type, f.size, v.at,
        {NAME.format("v.by_account")} as by_name
      from {SHEETS} join evidence v on v.tenant_id = me.tenant_id and v.registration_id = r.id
      join file f on f.tenant_id = v.tenant_id and f.id = v.file_id order by v.at desc, v.id""",
    "register_entries": f"""select e.programme_id, e.register, u.name as unit, e.happened_on, e.title, e.note,
        e.award ->> 'form' as award_form, e.award ->> 'number' as decision_number, e.quantities,
        e.confirmed_at, e.at, {NAME.format("e.by_account")} as by_name
      from register_entry e join me on e.tenant_id = me.tenant_id and e.person_id = me.person_id {UNIT.format("e")}
      order by e.happened_on desc, e.id""",
    "attendance": f"""select s.programme_id, u.name as unit, s.held_on as happened_on, a.state as attended, a.reason
      from session_attendance a join me on a.tenant_id = me.tenant_id and a.person_id = me.person_id
      join review_session s on s.tenant_id = a.tenant_id and s.id = a.session_id {UNIT.format("s")}
      order by s.held_on desc, s.id""",
    "companions": f"""select c.kind as looks_after, p.full_name, u.name as unit, c.starts_on, c.ends_on, c.at,
        {NAME.format("c.by_account")} as by_name
      from companion c join me on c.tenant_id = me.tenant_id and me.person_id in (c.person_id, c.companion_id)
      join person p on p.tenant_id = c.tenant_id
        and p.id = case when c.person_id = me.person_id then c.companion_id else c.person_id end
      {UNIT.format("c")} order by c.starts_on desc, c.id""",
    "difficulties": f"""select d.programme_id, u.name as unit, d.criterion, d.words, d.state as standing, d.answer,
        d.due_on, d.at,
        d.answered_at, {NAME.format("d.answered_by")} as by_name
      from difficulty d join me on d.tenant_id = me.tenant_id and d.person_id = me.person_id {UNIT.format("d")}
      order by d.at desc, d.id""",
    "difficulty_acts": f"""select d.programme_id, a.act, a.words, a.due_on, a.at,
        {NAME.format("a.by_account")} as by_name
      from difficulty d join me on d.tenant_id = me.tenant_id and d.person_id = me.person_id
      join difficulty_act a on a.tenant_id = me.tenant_id and a.difficulty_id = d.id order by a.at desc, a.id""",
    "peer_words": """select w.programme_id, p.full_name, w.words, w.at
      from peer_word w join me on w.tenant_id = me.tenant_id and me.person_id in (w.person_id, w.by_person)
      join person p on p.tenant_id = w.tenant_id and p.id = w.by_person order by w.at desc, w.id""",
    "attendances": f"""select a.programme_id, u.name as unit, a.happens_on as happened_on, a.title, t.signed_up_at,
        t.came_at, t.said_at, {NAME.format("t.marked_by")} as by_name
      from attendance t join me on t.tenant_id = me.tenant_id and t.person_id = me.person_id
      join activity a on a.tenant_id = me.tenant_id and a.id = t.activity_id {UNIT.format("a")}
      where t.signed_up_at is not null or t.came_at is not null or t.said_at is not null
      order by a.happens_on desc, a.id""",
    # That one has answered, never what: no statement could find it.
    "feedback": f"""select r.programme_id, u.name as unit
      from feedback_answered f join me on f.tenant_id = me.tenant_id and f.person_id = me.person_id
      join registration r on r.tenant_id = f.tenant_id and r.id = f.registration_id
      join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
      {UNIT.format("e")} order by r.programme_id, u.name""",
    "account": """select a.username, a.display_name, a.locale, a.active, a.created_at
      from account a join me on a.tenant_id = me.tenant_id and a.id = me.account_id""",
    "second_factor": """select f.since as created_at,
        (select count(*) from recovery_code c where c.tenant_id = f.tenant_id and c.account_id = f.account_id
          and c.used_at is null)::int as codes_left
      from second_factor f join me on f.tenant_id = me.tenant_id and f.account_id = me.account_id""",
    "grants": f"""select g.role, g.task, u.name as unit, g.starts_on, g.ends_on, g.revoked_at,
        {NAME.format("g.granted_by")} as by_name
      from role_grant g join me on g.tenant_id = me.tenant_id and g.account_id = me.account_id {UNIT.format("g")}
      order by g.starts_on desc""",
    "sessions": """select s.created_at, s.seen_at, s.expires_at, s.agent, s.address
      from session s join me on s.tenant_id = me.tenant_id and s.account_id = me.account_id order by s.seen_at desc""",
    "invitations": f"""select i.created_at, i.expires_at, i.used_at, {NAME.format("i.created_by")} as by_name
      from invitation i join me on i.tenant_id = me.tenant_id and i.account_id = me.account_id
      order by i.created_at desc""",
    "notice_readings": """select n.notice, n.read_at from notice_reading n
      join me on n.tenant_id = me.tenant_id and n.account_id = me.account_id order by n.read_at desc""",
    "consents": """select c.given, c.notice, c.at from consent c
      join me on c.tenant_id = me.tenant_id and c.account_id = me.account_id order by c.at desc, c.id""",
    "messages": """select m.kind as told, m.at, m.read_at from message m
      join me on m.tenant_id = me.tenant_id and m.account_id = me.account_id order by m.at desc, m.id""",
    "message_settings": """select s.mode, s.address, s.short, s.phone from message_setting s
      join me on s.tenant_id = me.tenant_id and s.account_id = me.account_id""",
    "deliveries": """select d.channel, d.address, d.created_at, d.sent_at from delivery d
      join me on d.tenant_id = me.tenant_id and d.account_id = me.account_id order by d.created_at desc, d.id""",
    "calendar_feeds": """select f.created_at, f.read_at from calendar_feed f
      join me on f.tenant_id = me.tenant_id and f.account_id = me.account_id""",
    "requests": f"""select q.kind, q.words, q.asked_at, q.due_on, q.answer, q.answered_at,
        {NAME.format("q.answered_by")} as by_name
      from data_request q join me on q.tenant_id = me.tenant_id and q.account_id = me.account_id
      order by q.asked_at desc, q.id""",
    "imports": f"""select b.carried_at as at, {NAME.format("b.by_account")} as by_name
      from import_batch b join me on b.tenant_id = me.tenant_id and b.carried_at is not null
      where exists (select from import_added a where a.tenant_id = me.tenant_id and a.batch_id = b.id
          and me.person_id = any(a.people))
        or exists (select from import_change c where c.tenant_id = me.tenant_id and c.batch_id = b.id
          and c.object_id = me.person_id)
      order by b.carried_at desc""",
    "traces": f"""{TRACES} select a.at, a.action, {NAME.format("a.account_id")} as by_name
      from mine join me on true join audit a on a.tenant_id = me.tenant_id and a.object = mine.object
      where a.action <> 'account.signed-in' order by a.at desc""",
    "sign_ins": """select a.at from audit a join me on a.tenant_id = me.tenant_id and a.object = me.account_id::text
      where a.action = 'account.signed-in' order by a.at desc""",
}

# Too much for a page, and about this person only as the one who acted: in the download.
IN_THE_DOWNLOAD = {
    "acts": f"""{TRACES} select a.at, a.action from audit a join me on a.tenant_id = me.tenant_id
        and a.account_id = me.account_id and a.object not in (select mine.object from mine) order by a.at desc""",
}

# table → why its columns that name somebody are no kind of their own.
ELSEWHERE: dict[str, str] = {
    "activity": "an official act: `acts`",
    "person_token": "the words of the name in `person`",
    "submission_key": "a form sent in the last two days; no fact about anybody",
    "audit": "`traces`, `sign_ins` and `acts`",
    "configuration": "an official act: `acts`",
    "configuration_case": "an official act: `acts`",
    "configuration_case_answer": "an official act: `acts`",
    "configuration_edit": "an official act: `acts`",
    "configuration_version": "an official act: `acts`",
    "crosswalk": "an official act: `acts`",
    "official_document": "an official act: `acts`",
    "duty": "an official act: `acts`",
    "duty_answer": "an official act: `acts`",
    "duty_reminder": "an official act: `acts`",
    "province_note": "an official act: `acts`; it is about a province",
    "shared_comparison": "an official act: `acts`",
    "declaration": "an official act: `acts`",
    "feedback_round": "an official act: `acts`",
    "party_link": "an official act: `acts`; what was said behind it is in `assessments`",
    "extension": "an official act: `acts`",
    "file": "an official act: `acts`; a photo or PDF of one's own is in `evidence`",
    "import_batch": "an official act: `acts`",
    "inspection": "an official act: `acts`; it is about a unit",
    "inspection_finding": "an official act: `acts`; it is about a unit",
    "job": "an official act: `acts`",
    "nudge": "an official act: `acts`",
    "offer": "an official act: `acts`",
    "pilot_unit": "an official act: `acts`",
    "recovery_code": "`second_factor` counts those left; a code cannot be read back",
    "reorganisation": "an official act: `acts`",
    "privacy_notice": "an official act: `acts`",
    "programme": "an official act: `acts`",
    "programme_act": "an official act: `acts`",
    "trial": "an official act: `acts`",
    "trial_row": "a rehearsal of other rules on last year's facts, made anew with each draft; no result of anybody",
    "review_session": "an official act: `acts`",
    "template_act": "an official act: `acts`",
    "template_version": "an official act: `acts`",
    "unit_report": "an official act: `acts`",
    "unit_report_call": "an official act: `acts`",
    "unit_report_edition": "an official act: `acts`",
    "unit_report_exemption": "an official act: `acts`",
    "unit_report_figure": "an official act: `acts`",
    "unit_report_recipient": "an official act: `acts`",
    "unit_report_word": "an official act: `acts`",
    "unit_result": "an official act: `acts`",
    "unit_result_act": "an official act: `acts`",
    "unit_review": "an official act: `acts`",
    "uploaded_pack": "an official act: `acts`",
}
