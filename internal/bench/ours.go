package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// seedOurs makes a county with the generator's needs, and an activity for each
// twenty of them, written by the store in slices as a walking clock passes.
func seedOurs(ctx context.Context, dir string, g *generator) error {
	walk := clock.NewWalking(g.row(0).At)
	a, err := app.Open(ctx, app.Config{Data: dir, Create: true, Clock: walk})
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.LoadDivisions(ctx); err != nil {
		return err
	}
	by := store.System("bench")
	for from := 0; from < g.n; from += 200 {
		_, err := a.Store.Write(ctx, by, store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for k := from; k < min(from+200, g.n); k++ {
				walk.Set(g.row(k).At)
				if err := tx.As(by, func() error { return addRow(tx, g.row(k)) }); err != nil {
					return store.Result{}, err
				}
			}
			return store.Result{}, nil
		})
		if err != nil {
			return err
		}
	}
	walk.Set(clock.System().Now())
	return a.SealAudit(ctx)
}

func addRow(tx *store.Tx, r row) error {
	_, err := store.Add(tx, need.Needs, r.Place, func(n *need.Need) {
		n.Title, n.Detail, n.Category, n.Source, n.Phone, n.Raiser = r.Title, r.Detail, r.Category, need.Source(r.Source), r.Phone, r.Raiser
		n.Raised, n.Targets, n.State = clock.DateOf(r.At), []string{"public"}, need.State(r.State)
	})
	if err != nil || r.K%20 != 0 {
		return err
	}
	_, err = store.Add(tx, service.Activities, r.Place, func(x *service.Activity) {
		x.Title, x.Kind, x.On, x.Unnamed, x.State = r.Title, service.Volunteer, clock.DateOf(r.At), 5, service.Held
	})
	return err
}

// doors are the ways into a seeded county.
type doors struct {
	Officer, Worker string   // API tokens of a county officer and of a worker for the whole county
	Session         string   // of the officer, for the cookie
	Links           []string // of receipts
	IDs             []int64  // of needs, oldest first
}

// openDoors makes what clients come in by, through auth as an administrator would.
func openDoors(ctx context.Context, dir string, g *generator) (*doors, error) {
	a, err := app.Open(ctx, app.Config{Data: dir, Links: true})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	d := &doors{}
	officer, err := account(ctx, a, "officer", people.CountyOfficer, &d.Officer)
	if err != nil {
		return nil, err
	}
	if _, err := account(ctx, a, "worker", people.CommunityWorker, &d.Worker); err != nil {
		return nil, err
	}
	link, err := a.Auth.NewSignInLink(ctx, officer, time.Hour)
	if err == nil {
		d.Session, err = a.Auth.UseSignInLink(ctx, link, "bench", "127.0.0.1")
	}
	if err != nil {
		return nil, err
	}
	for k := range 100 {
		r := g.row(k)
		in := record.Input{"category": r.Category, "detail": r.Detail}
		receipt, _, err := a.Store.Submit(ctx, &record.Actor{Name: "居民", Via: "portal", Area: r.Place}, need.Needs.Register, r.Place, in, "")
		if err != nil {
			return nil, err
		}
		d.Links = append(d.Links, receipt.Link)
	}
	d.IDs, err = someIDs(ctx, a, filepath.Join(dir, "ids.json"), g.n)
	return d, err
}

// someIDs gives a thousand ids from all over the table. To find them all of it is
// read, once for a folder.
func someIDs(ctx context.Context, a *app.App, file string, all int) (ids []int64, err error) {
	if raw, err := os.ReadFile(file); err == nil {
		return ids, json.Unmarshal(raw, &ids)
	}
	n := 0
	err = a.Store.Reader(&record.Actor{Area: "510522", Roles: record.By(people.CountyOfficer)}).Each(ctx, need.Needs.Register, store.Query{}, func(rec record.Record) error {
		if n++; n%max(1, all/1000) == 0 {
			ids = append(ids, record.BaseOf(rec).ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(ids)
	raw, err := json.Marshal(ids)
	return ids, errors.Join(err, os.WriteFile(file, raw, 0o600))
}

func account(ctx context.Context, a *app.App, login string, role record.Role, token *string) (int64, error) {
	by := store.System("cli")
	login += fmt.Sprint(clock.System().Now().Unix() % 1_000_000) // another each time the data is used again
	id, err := a.Auth.CreateAccount(ctx, by, auth.Account{Login: login, Name: "试用", UnitName: "试用单位", Area: "510522"})
	if err != nil {
		return 0, err
	}
	if _, err := a.Auth.Grant(ctx, by, auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: role}); err != nil {
		return 0, err
	}
	*token, err = a.Auth.NewToken(ctx, by, id, "bench", record.Limits{Scopes: record.Scopes}, clock.System().Now().Add(24*time.Hour))
	return id, err
}

// serveOurs is the child that serves the county, as `sanshe serve` does.
func serveOurs(ctx context.Context, dir string) error {
	a, err := app.Open(ctx, app.Config{Data: dir})
	if err != nil {
		return err
	}
	defer a.Close()
	h, err := a.Handler(ctx, app.Site{})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return a.Serve(ctx, l, app.Server(h))
}
