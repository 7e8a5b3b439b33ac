// Package portal is the residents' side: a handful of pages for a telephone, on
// which somebody without an account says what they need, sees what became of
// it, and says how it went. It is HTML and one style sheet; no page needs, or
// loads, a script.
//
// It knows registers only by what its Config gives, and of a record shows only
// fields that are Public, to whoever holds its receipt.
package portal

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Config is what the portal works with.
type Config struct {
	Store *store.Store
	UI    *ui.UI
	// Base is the public address of the site, such as
	// "https://example.gov.cn/sanshe", for QR codes and paper. Without a scheme
	// the address of the request serves.
	Base    string
	Origins []string // further origins forms may come from, when a proxy changes the host

	Need         *record.Register
	Opinion      *record.Register // refers to Need
	CategoryList string           // code list of what a need can be about
	Other        string           // its value for “说不准，直接写”; "other" if empty
	Tiles        map[string]Tile  // code to drawing

	// Limit takes a token of key, or says how long to wait. Keys are
	// "need/<address>", "code/<address>", "code" (everybody's tries at codes
	// together: let it have many more) and "act/<address>". nil limits nothing.
	Limit func(key string) (ok bool, retry time.Duration)
	// Promise says when a need is answered: "1 个工作日内".
	Promise func(ctx context.Context, area string) string
	// Community gives the name and telephone number of the community with a
	// code. One that does not exist is [fault.NotFound]; one that takes no more
	// needs is [fault.Refused], with a message for the resident.
	Community func(ctx context.Context, area string) (name, phone string, err error)
	// Communities lists those that take needs, in division order.
	Communities func(ctx context.Context) ([]record.Option, error)
	// CallBack says what follows an opinion of a level: "1 个工作日内会有人回访";
	// "" if nothing does. nil for never.
	CallBack func(ctx context.Context, area, level string) string
	Messages *Messages // nil if no short messages are sent
	// Proof says what a code on a paper proves, as label and value; nil for
	// nothing. nil for no such page.
	Proof func(ctx context.Context, code string) ([][2]string, error)
	// Lists gives what lists a community has published, the last first, and List
	// one of them with its lines, nil if there is none. Without them no page
	// shows lists.
	Lists func(ctx context.Context, area string) ([]Edition, error)
	List  func(ctx context.Context, id int64) (*Edition, error)
	// Address gives the address of the caller; the connection's if nil.
	Address func(*http.Request) string

	Words    map[string]string // state, or step, to what a resident reads of it
	Path     []Stage           // the ordinary way of a need
	Offers   []Offer           // steps a resident may take; those left out are offered in the register's words
	Reasons  []string          // steps whose reason the resident reads; no other note is ever shown
	RateIn   []string          // states in which the service is rated
	Feedback string            // where suggestions and complaints go, if there is more than a telephone

	Sheets []Sheet // what anybody may read besides

	Demo bool
	Log  *slog.Logger // slog.Default() if nil
}

// Tile is how a category is drawn.
type Tile struct {
	Icon    string // known to [ui.Icon]
	Chapter int    // 1 to 4, its colour
}

// Stage is a state on the ordinary way of a need, said before it is reached.
type Stage struct {
	State, Label, Note string
}

// Offer is how a step is offered to the resident.
type Offer struct {
	Step  string
	Label string // on the button: 办好了
	Ask   string // what the reason asks: 哪里还没办好
	Says  string // what taking it means
	Send  string // on the button under that: 请社区重办; Label if empty
	Main  bool   // the one filled button; the others are folded
}

// site is the portal with what start-up found out.
type site struct {
	Config
	about *record.Field // the field of Opinion that names the need
}

// New gives the portal's pages, to be mounted at /p/ below the base path. It
// panics if the Config does not fit the registers: that is a bug, to be met at
// start-up rather than in front of a resident.
func New(c Config) http.Handler {
	s := &site{Config: c}
	if err := s.verify(); err != nil {
		panic(fmt.Sprintf("portal: %v", err))
	}
	mux := http.NewServeMux()
	page := func(pattern string, h func(*visit) error) { mux.Handle(pattern, s.page(h)) }
	page("GET /p/{$}", (*visit).home)
	page("GET /p/need", (*visit).askNeed)
	page("POST /p/need", (*visit).sendNeed)
	page("GET /p/receipt/{link}", (*visit).receipt)
	page("GET /p/receipt/{link}/{code}", (*visit).receipt)
	page("GET /p/progress", (*visit).askCode)
	page("POST /p/progress", (*visit).sendCode)
	page("GET /p/r/{ref}", (*visit).progress)
	page("POST /p/r/{ref}/step/{step}", (*visit).act)
	page("POST /p/r/{ref}/opinion", (*visit).rate)
	page("POST /p/r/{ref}/quiet", (*visit).refuse)
	if c.Proof != nil {
		page("GET /p/proof", (*visit).askProof)
		page("GET /p/proof/{code}", (*visit).askProof)
		page("POST /p/proof", (*visit).sendProof)
	}
	if c.Lists != nil {
		page("GET /p/lists", (*visit).lists)
		page("GET /p/lists/{id}", (*visit).list)
	}
	page("GET /p/poster", (*visit).poster)
	page("GET /p/paper", (*visit).paper)
	page("GET /p/privacy", (*visit).privacy)
	page("GET /p/feedback", (*visit).feedback)
	page("GET /p/shown/{sheet}", (*visit).sheet)
	page("/p/", (*visit).lost)

	guard := http.NewCrossOriginProtection()
	for _, o := range c.Origins {
		if err := guard.AddTrustedOrigin(o); err != nil {
			panic(fmt.Sprintf("portal: %v", err))
		}
	}
	guard.SetDenyHandler(s.page((*visit).foreign))
	return guard.Handler(mux)
}

// verify holds the Config to the registers.
func (s *site) verify() error {
	if s.Other == "" {
		s.Other = "other"
	}
	if s.Log == nil {
		s.Log = slog.Default()
	}
	for _, r := range []*record.Register{s.Need, s.Opinion} {
		if !r.Rights.PublicCreate {
			return fmt.Errorf("%s cannot be submitted by residents", r)
		}
	}
	for _, name := range []string{category, detail, phone, proxy, forWhom} {
		if f := s.Need.Field(name); f == nil || !f.Asked() {
			return fmt.Errorf("%s has no field %q to ask for", s.Need, name)
		}
	}
	for _, name := range []string{category, raised, due, outcome} {
		if f := s.Need.Field(name); f == nil || !f.IsPublic || f.IsPersonal {
			return fmt.Errorf("%s.%s is to be shown, but is not public", s.Need, name)
		}
	}
	if f := s.Opinion.Field(level); f == nil || !f.IsPublic || s.Opinion.Field(words) == nil {
		return fmt.Errorf("%s lacks a public %q, or %q", s.Opinion, level, words)
	}
	for _, f := range s.Opinion.Fields {
		if s.about == nil && s.Store.Book().Target(f) == s.Need {
			s.about = f
		}
	}
	if s.about == nil {
		return fmt.Errorf("%s does not refer to %s", s.Opinion, s.Need)
	}
	return s.verifyWords()
}

// verifyWords finds names in the Config that no state or step has.
func (s *site) verifyWords() error {
	state := func(name string) bool { return s.Need.StateLabel(name) != name }
	step := func(name string) bool { return s.Need.Step(name) != nil }
	for name := range s.Words {
		if !state(name) && !step(name) {
			return fmt.Errorf("Words names %q, which is neither state nor step of %s", name, s.Need)
		}
	}
	for _, p := range s.Path {
		if !state(p.State) {
			return fmt.Errorf("Path names %q, which is no state of %s", p.State, s.Need)
		}
	}
	for _, name := range s.RateIn {
		if !state(name) {
			return fmt.Errorf("RateIn names %q, which is no state of %s", name, s.Need)
		}
	}
	for _, name := range s.Reasons {
		if !step(name) {
			return fmt.Errorf("Reasons names %q, which is no step of %s", name, s.Need)
		}
	}
	for _, o := range s.Offers {
		if st := s.Need.Step(o.Step); st == nil || !st.ByResident {
			return fmt.Errorf("Offers names %q, which is no step for residents of %s", o.Step, s.Need)
		}
	}
	return nil
}

// The names of the fields the pages ask for and show: public contract of the
// registers, and of the forms.
const (
	category = "category"
	detail   = "detail"
	phone    = "phone"
	proxy    = "proxy"
	forWhom  = "for_whom"
	raised   = "raised_on"
	due      = "due"
	outcome  = "outcome"
	level    = "level"
	words    = "words"
)
