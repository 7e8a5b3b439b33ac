package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/migration"
	"sanshe/internal/store"
)

// Grade says how grave a finding is.
type Grade string

const (
	Good Grade = "好"
	Warn Grade = "留意"
	Bad  Grade = "要改"
)

// Finding is what one check of [Examine] found.
type Finding struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	Grade Grade  `json:"grade"`
	Says  string `json:"says"`
	Mend  string `json:"mend,omitempty"`
}

// patient is everything that is known of a county before it is judged. Parts of
// it are nil where they could not be had; checks of those are left out, for the
// check that tells why has spoken.
type patient struct {
	Config
	now       time.Time
	modes     map[string]fs.FileMode // of files in the data folder; "" is the folder
	free      int64
	size, log int64 // of the SQLite file and of its log
	writeErr  error
	heads     []string
	keys      *store.Keyring
	keysErr   error
	dbErr     error
	db        *db.DB
	engine    db.Engine
	facts     map[string]string
	pending   []string
	schemaErr error
	damage    []string
	health    *store.Health
	headThere *store.Head // that the last line of the file speaks of
	fitErr    error
	people    *auth.Health
	counties  int
	edition   []string
	serving   Serving
	backup    Kept
	rehearsal Kept
	demo      bool
}

// Examine looks a county over and gives one finding for each check.
func Examine(ctx context.Context, c Config) []Finding {
	p := gather(ctx, c)
	defer p.close()
	return p.judge()
}

func (p *patient) judge() (list []Finding) {
	for _, k := range checks() {
		if k.needs != nil && !k.needs(p) {
			continue
		}
		g, says, mend := k.look(p)
		list = append(list, Finding{k.group, k.name, g, says, mend})
	}
	return list
}

func (p *patient) close() {
	if p.db != nil {
		p.db.Close() //nolint:errcheck // nothing was written
	}
}

func gather(ctx context.Context, c Config) *patient {
	if c.Clock == nil {
		c.Clock = clock.System()
	}
	p := &patient{Config: c, now: c.Clock.Now(), modes: map[string]fs.FileMode{}, free: diskFree(c.Data)}
	p.files()
	if p.keysErr = c.checkKeys(); p.keysErr == nil {
		p.keys, p.keysErr = store.OpenKeyring(c.KeyPath(), false)
	}
	if c.Database == "" {
		if _, err := os.Stat(c.DSN()); err != nil { // opening would make it
			p.dbErr = err
			return p
		}
	}
	if p.db, p.dbErr = db.Open(ctx, db.Config{DSN: c.DSN()}); p.dbErr != nil {
		return p
	}
	p.engine = p.db.Engine()
	var err error
	p.facts, p.dbErr = p.db.Facts(ctx)
	p.pending, p.schemaErr = p.db.Pending(ctx, migration.Files)
	if p.damage, err = p.db.Damage(ctx); err != nil {
		p.damage = []string{err.Error()}
	}
	if p.keys == nil || p.schemaErr != nil || len(p.pending) > 0 || len(p.damage) > 0 {
		return p
	}
	a, err := Assemble(ctx, c, p.db, p.keys)
	if err != nil {
		p.dbErr = err
		return p
	}
	p.dbErr = errors.Join(p.records(ctx, a), a.Store.Close(ctx))
	return p
}

// files reads what lies in the data folder.
func (p *patient) files() {
	for _, name := range []string{"", "keys.json", "sanshe.db", "sanshe.db-wal", headsFile} {
		if stat, err := os.Stat(filepath.Join(p.Data, name)); err == nil {
			p.modes[name] = stat.Mode().Perm()
			switch name {
			case "sanshe.db":
				p.size = stat.Size()
			case "sanshe.db-wal":
				p.log = stat.Size()
			}
		}
	}
	f, err := os.CreateTemp(p.Data, "doctor-*")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	p.writeErr = err
	_, err = os.Stat(filepath.Join(p.Data, "anchor"))
	p.demo = err == nil
	if raw, err := os.ReadFile(filepath.Join(p.Data, headsFile)); err == nil {
		p.heads = strings.Split(strings.TrimSpace(string(raw)), "\n")
	}
	for name, into := range map[string]any{"serving.json": &p.serving, backupNote: &p.backup, rehearsalNote: &p.rehearsal} {
		_ = p.noted(name, into) // what cannot be read is as good as not there
	}
}

// records asks the keepers how they are.
func (p *patient) records(ctx context.Context, a *App) error {
	var err, err2, err3, err4 error
	p.health, err = a.Store.Health(ctx)
	p.people, err2 = a.Auth.Health(ctx)
	p.fitErr = a.Store.KeysFit(ctx)
	counties, err3 := a.Store.AreasBelow(ctx, "", 6)
	p.counties = len(counties)
	p.edition, err4 = a.editions(ctx)
	if n := len(p.heads); n > 0 && err == nil {
		var upto int64
		if _, e := fmt.Sscan(p.heads[n-1], &upto); e == nil {
			p.headThere, err = a.Store.HeadAt(ctx, upto)
		}
	}
	return errors.Join(err, err2, err3, err4)
}

// private reports whether a file is its owner's alone; on Windows the bits say
// nothing.
func (p *patient) private(name string) bool {
	return runtime.GOOS == "windows" || p.modes[name]&0o077 == 0
}
