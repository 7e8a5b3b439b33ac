package dbtest

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // sql.Open("pgx", …)
)

// server is the process's PostgreSQL, listening on a socket in dir.
type server struct {
	dir   string
	admin *sql.DB
	life  io.Closer    // the server ends when this is closed, by the system at the latest
	count atomic.Int64 // databases made
}

var theServer = sync.OnceValues(startServer)

var errAbsent = errors.New("PostgreSQL is not on this machine")

// PostgresDSN gives the address of a database of t's own, for what is started
// with an address. Without PostgreSQL it does as Postgres does.
func PostgresDSN(t testing.TB, opts ...Option) string {
	t.Helper()
	s, err := theServer()
	if errors.Is(err, errAbsent) && !slices.Contains(strings.Split(os.Getenv("SANSHE_REQUIRE"), ","), "postgres") {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	template := "template0"
	if o := apply(opts); o.schema != nil {
		if template, err = postgresTemplates.get(o.schema, s.migrated); err != nil {
			t.Fatal(err)
		}
	}
	name, err := s.create(template)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return s.dsn(name)
}

func (s *server) dsn(name string) string {
	return "postgres://postgres@/" + name + "?sslmode=disable&host=" + s.dir
}

func (s *server) create(template string) (name string, err error) {
	name = "t" + strconv.FormatInt(s.count.Add(1), 10)
	_, err = s.admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + template)
	return name, err
}

func (s *server) migrated(files fs.FS) (name string, err error) {
	if name, err = s.create("template0"); err != nil {
		return "", err
	}
	return name, migrate(s.dsn(name), files)
}

// supervise runs a server until its input ends, which it does whenever and
// however the test process ends, and then removes the server's directory.
const supervise = `"$0" -D "$1/data" -k "$1" -h '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
	-c autovacuum=off -c max_connections=300 -c wal_level=minimal -c max_wal_senders=0 </dev/null &
cat >/dev/null; kill -QUIT $!; wait; rm -rf "$1"`

func startServer() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	// Not in a test's own directory: a socket's path has at most 107 bytes.
	dir, err := os.MkdirTemp("/tmp", "pg")
	if err != nil {
		return nil, err
	}
	as, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", dir+"/data", "-U", "postgres", "-A", "trust",
		"--locale=C", "--encoding=UTF8", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = dir, &syscall.SysProcAttr{Credential: as}
	if out, err := initdb.CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	log, err := os.Create(dir + "/log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	postgres := exec.Command("/bin/sh", "-c", supervise, filepath.Join(bin, "postgres"), dir)
	// A group of its own, so that an interrupt at the terminal leaves it time to clean up.
	postgres.Dir, postgres.SysProcAttr = dir, &syscall.SysProcAttr{Credential: as, Setpgid: true}
	postgres.Stdout, postgres.Stderr = log, log
	s := &server{dir: dir}
	if s.life, err = postgres.StdinPipe(); err != nil {
		return nil, err
	}
	if err := postgres.Start(); err != nil {
		return nil, err
	}
	if s.admin, err = sql.Open("pgx", s.dsn("postgres")); err != nil {
		return nil, err
	}
	for range 600 {
		if err = s.admin.Ping(); err == nil {
			return s, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	out, _ := os.ReadFile(dir + "/log")
	return nil, fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, out)
}

// binaries gives the folder of initdb and postgres: the one in PATH, or
// Debian's newest.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errAbsent
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(strings.Split(path, "/")[4])
		return n
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// unprivileged makes dir belong to the account postgres if we are root, as
// whom PostgreSQL refuses to run.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAbsent, err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}
