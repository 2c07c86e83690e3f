-- Catalog lint for tenant isolation: every row returned is a violation. $1 is the login role of the web application;
-- core.tenant alone holds no tenant data (it is the registry). Run by any role.
WITH app AS (SELECT * FROM pg_roles WHERE rolname = $1),
roles AS (SELECT r.oid, r.rolname FROM pg_roles r, app WHERE pg_has_role(app.oid, r.oid, 'MEMBER')),
t AS (SELECT c.oid, n.nspname||'.'||c.relname AS name, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.reloptions, c.relacl
      FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace
      WHERE n.nspname NOT IN ('pg_catalog','information_schema') AND n.nspname NOT LIKE 'pg\_t%'),
tc AS (SELECT attrelid, attnum, attnotnull FROM pg_attribute WHERE attname = 'tenant_id' AND NOT attisdropped),
reach AS (SELECT t.* FROM t, app WHERE has_table_privilege(app.oid, t.oid, 'SELECT') OR has_table_privilege(app.oid, t.oid, 'INSERT') OR has_table_privilege(app.oid, t.oid, 'UPDATE') OR has_table_privilege(app.oid, t.oid, 'DELETE'))
SELECT 'R1 app role is superuser/BYPASSRLS/CREATEROLE/CREATEDB' AS rule, rolname AS what FROM app WHERE rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
UNION ALL SELECT 'R2 app role is member of a table owner or of a bypassing role', r.rolname FROM roles r JOIN pg_roles x ON x.oid=r.oid WHERE r.rolname<>$1 AND (x.rolsuper OR x.rolbypassrls OR EXISTS (SELECT FROM t WHERE t.relowner=r.oid AND relkind IN ('r','p')))
UNION ALL SELECT 'R3 table without ENABLE+FORCE row level security', name FROM t WHERE relkind IN ('r','p') AND relname <> 'tenant' AND oid IN (SELECT oid FROM reach) AND NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL SELECT 'R4 reachable table has no tenant column', name FROM reach WHERE relkind IN ('r','p') AND relname <> 'tenant' AND NOT EXISTS (SELECT FROM tc WHERE attrelid=oid)
UNION ALL SELECT 'R5 tenant column nullable', name FROM t JOIN tc ON attrelid=t.oid WHERE relkind IN ('r','p') AND NOT attnotnull
UNION ALL SELECT 'R6 no RESTRICTIVE tenant policy with USING and WITH CHECK', name FROM reach WHERE relkind IN ('r','p') AND relname <> 'tenant' AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid=reach.oid AND NOT p.polpermissive AND p.polcmd='*' AND p.polroles='{0}' AND pg_get_expr(p.polqual,p.polrelid) LIKE '%'||'tenant_id'||'%' AND pg_get_expr(p.polwithcheck,p.polrelid) LIKE '%'||'tenant_id'||'%')
UNION ALL SELECT 'R7 unique index does not lead with the tenant column (existence oracle)', t.name||' '||i.indexrelid::regclass FROM pg_index i JOIN t ON t.oid=i.indrelid JOIN tc ON tc.attrelid=t.oid WHERE i.indisunique AND t.relkind IN ('r','p') AND i.indkey[0]<>tc.attnum
UNION ALL SELECT 'R8 foreign key does not carry the tenant column (cross-tenant reference, oracle)', t.name||' '||k.conname FROM pg_constraint k JOIN t ON t.oid=k.conrelid JOIN tc ON tc.attrelid=t.oid JOIN tc fc ON fc.attrelid=k.confrelid JOIN t ft ON ft.oid=k.confrelid WHERE k.contype='f' AND ft.relname <> 'tenant' AND NOT (tc.attnum=ANY(k.conkey) AND k.confkey[array_position(k.conkey,tc.attnum)]=fc.attnum)
UNION ALL SELECT 'R9 reachable view without security_invoker', name FROM reach WHERE relkind='v' AND NOT coalesce('security_invoker=true'=ANY(reloptions) OR 'security_invoker=on'=ANY(reloptions),false)
UNION ALL SELECT 'R10 reachable materialized view / foreign table (no row security)', name FROM reach WHERE relkind IN ('m','f')
UNION ALL SELECT 'R11 TRUNCATE/REFERENCES/TRIGGER granted to app', t.name FROM t, app WHERE relkind IN ('r','p') AND (has_table_privilege(app.oid,t.oid,'TRUNCATE') OR has_table_privilege(app.oid,t.oid,'REFERENCES') OR has_table_privilege(app.oid,t.oid,'TRIGGER'))
UNION ALL SELECT 'R12 SECURITY DEFINER function reachable, owner bypasses RLS or search_path not pinned', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid=p.pronamespace JOIN pg_roles o ON o.oid=p.proowner, app WHERE n.nspname NOT IN ('pg_catalog','information_schema') AND p.prosecdef AND has_function_privilege(app.oid,p.oid,'EXECUTE') AND (o.rolsuper OR o.rolbypassrls OR NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%'))
UNION ALL SELECT 'R13 app can create objects in schema', n.nspname FROM pg_namespace n, app WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname<>'information_schema' AND has_schema_privilege(app.oid,n.oid,'CREATE')
UNION ALL SELECT 'R14 app can read sequence state of a tenant table', t.name FROM t, app WHERE relkind='S' AND has_sequence_privilege(app.oid,t.oid,'SELECT')
UNION ALL SELECT 'R15 app sees other sessions (pg_stat_activity) or can end them', 'pg_stat_activity / pg_terminate_backend' FROM app WHERE has_table_privilege(app.oid,'pg_catalog.pg_stat_activity','SELECT') OR has_function_privilege(app.oid,'pg_catalog.pg_terminate_backend(int,bigint)','EXECUTE')
UNION ALL SELECT 'R16 server older than the RLS fixes (need 18, 17.6+, 16.10+, 15.14+)', version() WHERE NOT (current_setting('server_version_num')::int >= 180000 OR current_setting('server_version_num')::int BETWEEN 170006 AND 179999 OR current_setting('server_version_num')::int BETWEEN 160010 AND 169999 OR current_setting('server_version_num')::int BETWEEN 150014 AND 159999)
ORDER BY 1,2;
