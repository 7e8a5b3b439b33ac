package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/sms"
	"sanshe/internal/store"
	"sanshe/internal/topic"
)

// Config says where a county's data is.
type Config struct {
	Data     string // the data folder: key file, attachments, and the SQLite database
	Database string // postgres://… to keep records there instead
	Clock    clock.Clock
	Links    bool // one-time sign-in links work: demonstrations only
	Create   bool // make the folder, the key file and the tables if they are not there
}

// App is a county, opened.
type App struct {
	Config  Config
	DB      *db.DB
	Store   *store.Store
	Auth    *auth.Auth
	Figures *figure.Engine
	SMS     sms.Sender // nil: none are sent

	draining atomic.Bool
	sealed   atomic.Int64 // when the audit was last sealed, in ms
	meter    meter
}

// DSN gives the database of a configuration.
func (c Config) DSN() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "sanshe.db")
}

// Open opens a county. Without Create it refuses a folder that holds none, and
// a database whose tables are not up to date.
func Open(ctx context.Context, c Config) (*App, error) {
	if c.Clock == nil {
		c.Clock = clock.System()
	}
	if c.Create {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "数据目录 %s 建不了", c.Data)
		}
	}
	if err := c.checkKeys(); err != nil {
		return nil, err
	}
	keys, err := store.OpenKeyring(c.KeyPath(), c.Create)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, db.Config{DSN: c.DSN()})
	if err != nil {
		return nil, err
	}
	a, err := open(ctx, c, d, keys)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return a, nil
}

func open(ctx context.Context, c Config, d *db.DB, keys *store.Keyring) (*App, error) {
	if c.Create {
		if _, err := d.Migrate(ctx, migration.Files); err != nil {
			return nil, err
		}
	} else {
		pending, err := d.Pending(ctx, migration.Files)
		if err != nil {
			return nil, err
		}
		if len(pending) > 0 {
			return nil, errPending(c, pending)
		}
	}
	a, err := Assemble(ctx, c, d, keys)
	if err != nil {
		return nil, err
	}
	if err := a.Store.KeysFit(ctx); err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.Refused, "密钥文件 %s 不是这个数据库的，或者缺了一把，没有启动：请放回原来的密钥文件（见 sanshe doctor）", c.KeyPath()), a.Store.Close(ctx))
	}
	return a, nil
}

// Assemble wires the floors on a migrated database.
func Assemble(ctx context.Context, c Config, d *db.DB, keys *store.Keyring) (*App, error) {
	s, err := store.New(ctx, d, Book(), store.Options{
		Clock: c.Clock, Keys: keys, Handlers: Handlers(), Settings: Settings(), Codes: Codes(), Calendar: CalendarKeepers(),
		Divisions: place.Divisions.Register, Roles: people.RoleNames, Auditors: record.By(people.Auditor),
	})
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	options := Offices()
	if c.Links {
		options = append(options, auth.AllowLinks())
	}
	figures := figure.New(s, Figures()...)
	figures.Instances(topic.Instances(s))
	return &App{Config: c, DB: d, Store: s, Auth: auth.New(s, people.RoleNames, options...), Figures: figures}, nil
}

// Offices say which roles do what for accounts.
func Offices() []auth.Option {
	return []auth.Option{
		auth.Administrators(people.Administrator), auth.Auditors(people.Auditor), auth.Personal(people.Administrator, people.Auditor),
		auth.Consenters(people.CommunitySecretary, people.TownOfficer, people.CountyOfficer),
		auth.Keepers(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
	}
}

// Close closes the county.
func (a *App) Close() error {
	return errors.Join(a.Store.Close(context.Background()), a.DB.Close())
}
