package db

import (
	"context"
	"database/sql"
)

// Damage reads the whole database and gives a sentence for each page, index or
// reference that is not sound. It finds what was damaged in the structure; a
// changed letter inside a text only PostgreSQL's checksums and sealed fields tell.
func (d *DB) Damage(ctx context.Context) ([]string, error) {
	if d.engine == Postgres {
		return d.words(ctx, `SELECT '索引 ' || c.relname || ' 不完整，请 REINDEX' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			WHERE NOT i.indisvalid AND c.relnamespace = 'public'::regnamespace`)
	}
	found, err := d.words(ctx, "PRAGMA integrity_check(20)")
	if err != nil || len(found) != 1 || found[0] != "ok" {
		return found, mapError(err)
	}
	return d.words(ctx, `SELECT '表 ' || "table" || ' 有一行指向不存在的记录' FROM pragma_foreign_key_check LIMIT 20`)
}

func (d *DB) words(ctx context.Context, query string) (list []string, err error) {
	rows, err := d.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, mapError(rows.Err())
}

// Facts gives what the engine says of itself and of this connection: version
// and the settings that keep data safe.
func (d *DB) Facts(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	if d.engine == Postgres {
		rows, err := d.Query(ctx, `SELECT name, setting FROM pg_settings WHERE name IN ('server_version_num', 'fsync', 'full_page_writes', 'data_checksums',
				'synchronous_commit', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'max_connections')
			UNION ALL SELECT 'superuser', rolsuper::text FROM pg_roles WHERE rolname = current_user
			UNION ALL SELECT 'encrypted', coalesce((SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()), 'false')
			UNION ALL SELECT 'address', coalesce(host(inet_server_addr()), '')
			UNION ALL SELECT 'hanging', count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND left(state, 19) = 'idle in transaction' AND state_change < now() - interval '10 minutes'
			UNION ALL SELECT 'now', floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text`)
		return out, facts(rows, err, out)
	}
	for name, query := range map[string]string{"version": "SELECT sqlite_version()", "journal_mode": "PRAGMA journal_mode", "synchronous": "PRAGMA synchronous", "foreign_keys": "PRAGMA foreign_keys"} {
		var value string
		if err := d.QueryRow(ctx, query).Scan(&value); err != nil {
			return nil, err
		}
		out[name] = value
	}
	return out, nil
}

func facts(rows *sql.Rows, err error, into map[string]string) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		into[name] = value
	}
	return mapError(rows.Err())
}
