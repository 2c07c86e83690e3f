"""Which edition of a sheet holds: SQL for the statements that read what was confirmed."""

# While its owner adds to a confirmed sheet the edition confirmed last goes on holding (S4-59); of any other sheet it is
# the current one. The sheet is `r`.
IN_FORCE = """
case when not r.supplement or r.state = 'validated' then r.edition
     else (select max(v.edition) from registration_review v
           where v.tenant_id = r.tenant_id and v.registration_id = r.id and v.decision = 'approved') end
"""
