// Command pocketbase is PocketBase as a library: needs and an audit in
// collections, the audit row written in the same transaction by a hook, a public
// page rendered on the server. internal/bench drives it beside this program; it
// is no part of it, and a module of its own. PB_SYNC=FULL makes its commits as
// durable as ours; PocketBase's own setting is NORMAL.
package main

import (
	"bytes"
	"html/template"
	"log"
	"os"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func main() {
	config := pocketbase.Config{DefaultDataDir: os.Getenv("PB_DATA")}
	if sync := os.Getenv("PB_SYNC"); sync != "" {
		config.DBConnect = func(path string) (*dbx.DB, error) {
			return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous("+sync+")&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
		}
	}
	app := pocketbase.NewWithConfig(config)
	app.OnServe().BindFunc(serve)
	app.OnRecordCreateRequest("needs").BindFunc(audited)
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

func serve(e *core.ServeEvent) error {
	if err := setUp(e.App); err != nil {
		return err
	}
	t := template.Must(template.New("portal").Parse(page))
	e.Router.GET("/portal", func(r *core.RequestEvent) error {
		list, err := r.App.FindRecordsByFilter("needs", "status = 'closed'", "-created_at", 20, 0)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, list); err != nil {
			return err
		}
		return r.HTML(200, b.String())
	})
	return e.Next()
}

// audited writes the audit row of a need in the need's transaction.
func audited(e *core.RecordRequestEvent) error {
	outside := e.App
	return outside.RunInTransaction(func(tx core.App) error {
		e.App = tx
		defer func() { e.App = outside }()
		if err := e.Next(); err != nil {
			return err
		}
		c, err := tx.FindCachedCollectionByNameOrId("audit")
		if err != nil {
			return err
		}
		a := core.NewRecord(c)
		a.Set("actor", "resident")
		a.Set("action", "need.create")
		a.Set("entity_id", e.Record.Id)
		a.Set("data", e.Record.PublicExport())
		return tx.Save(a)
	})
}

// setUp makes the collections and an account, once.
func setUp(app core.App) error {
	if _, err := app.FindCollectionByNameOrId("needs"); err == nil {
		return nil
	}
	signedIn := types.Pointer("@request.auth.id != ''")
	c := core.NewBaseCollection("needs")
	c.ListRule, c.ViewRule, c.CreateRule = signedIn, signedIn, types.Pointer("")
	c.Fields.Add(
		&core.TextField{Name: "community_code", Required: true, Pattern: `^\d{12}$`},
		&core.TextField{Name: "title", Required: true, Min: 4, Max: 60},
		&core.TextField{Name: "detail", Max: 2000},
		choice("category", "elder child health environment mediation culture other"),
		choice("channel", "visit online meeting members hotline"),
		choice("status", "raised verified arranged no_resource served closed refused transferred withdrawn"),
		&core.TextField{Name: "phone", Required: true, Pattern: `^1\d{10}$`},
		&core.AutodateField{Name: "created_at", OnCreate: true},
		&core.AutodateField{Name: "updated_at", OnCreate: true, OnUpdate: true},
	)
	c.AddIndex("needs_csc", false, "community_code,status,created_at DESC", "")
	c.AddIndex("needs_sc", false, "status,created_at DESC", "")
	c.AddIndex("needs_c", false, "created_at DESC", "")
	c.AddIndex("needs_csm", false, "community_code,status,substr(created_at,1,7)", "")
	if err := app.Save(c); err != nil {
		return err
	}
	a := core.NewBaseCollection("audit")
	a.Fields.Add(&core.TextField{Name: "actor"}, &core.TextField{Name: "action"}, &core.TextField{Name: "entity_id"},
		&core.JSONField{Name: "data", MaxSize: 100_000}, &core.AutodateField{Name: "at", OnCreate: true})
	if err := app.Save(a); err != nil {
		return err
	}
	v := core.NewViewCollection("need_stats")
	v.ViewQuery = "SELECT (community_code||'-'||status||'-'||substr(created_at,1,7)) as id, community_code, status, substr(created_at,1,7) as month, count(*) as n FROM needs GROUP BY community_code, status, substr(created_at,1,7)"
	v.ListRule = signedIn
	if err := app.Save(v); err != nil {
		return err
	}
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	u := core.NewRecord(users)
	u.SetEmail("official@example.com")
	u.SetPassword("official12345")
	u.SetVerified(true)
	return app.Save(u)
}

func choice(name, values string) *core.SelectField {
	return &core.SelectField{Name: name, Required: true, MaxSelect: 1, Values: strings.Fields(values)}
}

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>办理公开</title><h1>办理公开</h1><table>{{range .}}
<tr><td>{{.GetString "community_code"}}</td><td><a href="/needs/{{.Id}}">{{.GetString "title"}}</a></td><td>{{.GetString "detail"}}</td><td>{{.GetString "category"}}</td><td>{{.GetString "status"}}</td><td>{{.GetString "created_at"}}</td></tr>{{end}}</table></html>`
