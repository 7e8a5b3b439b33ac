package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"
	"github.com/pb33f/libopenapi-validator/schema_validation"

	"sanshe/internal/api"
	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// surface is the API of a county under test. Every answer it gives is held to
// its own document.
type surface struct {
	*World
	handler http.Handler
	tokens  tokens
	log     *bytes.Buffer
}

// tokens knows whose the tokens of a test are: each actor's is its name.
type tokens map[string]*record.Actor

func (t tokens) TokenActor(_ context.Context, token string) (*record.Actor, error) {
	switch {
	case token == "broken":
		return nil, fmt.Errorf("dial tcp 10.0.0.7:5432: password=hunter2")
	case t[token] == nil:
		return nil, fault.Coded(fault.Refused, "sign_in", "请先登录")
	}
	return t[token], nil
}

func open(w *World) *surface {
	s := &surface{World: w, tokens: tokens{}, log: &bytes.Buffer{}}
	s.handler = api.New(api.Config{Store: w.Store, Auth: s.tokens, Figures: figures{}, Readers: people.Staff(), Version: "test", Log: slog.New(slog.NewTextHandler(s.log, nil))})
	return s
}

// each runs a story on both engines.
func each(t *testing.T, story func(s *surface)) {
	t.Helper()
	Each(t, func(w *World) { story(open(w)) })
}

func onSQLite(t *testing.T) *surface {
	t.Helper()
	return open(OnSQLite(t))
}

// answer is what came back.
type answer struct {
	*surface
	*httptest.ResponseRecorder
	what string
}

// do sends a request as an actor (nil sends no token) and holds the answer to
// the document. Headers are name, value and so on.
func (s *surface) do(a *record.Actor, method, path, body string, headers ...string) *answer {
	s.Helper()
	r := httptest.NewRequestWithContext(s.Ctx(), method, "/api/v1/"+path, strings.NewReader(body))
	if a != nil {
		token := fmt.Sprint(a.Name, a.Owns)
		s.tokens[token] = a
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.send(r)
}

func (s *surface) send(r *http.Request) *answer {
	s.Helper()
	out := &answer{s, httptest.NewRecorder(), r.Method + " " + r.URL.String()}
	s.handler.ServeHTTP(out, r)
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} {
		if got := out.Header().Get(name); got != want {
			s.Errorf("%s: %s is %q", out.what, name, got)
		}
	}
	for _, e := range conforms(s.T, s.handler, r, out.Result()) {
		s.Errorf("%s answered %d, which the document does not allow: %s\n%.600s", out.what, out.Code, e, out.Body)
	}
	return out
}

// is holds the answer to a status.
func (a *answer) is(status int) *answer {
	a.Helper()
	if a.Code != status {
		a.Fatalf("%s: %d, want %d\n%s", a.what, a.Code, status, a.Body)
	}
	return a
}

// json gives the body.
func (a *answer) json() map[string]any {
	a.Helper()
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(a.Body.Bytes()))
	d.UseNumber()
	a.Do(d.Decode(&out))
	return out
}

// has holds members of the body to values, as fmt prints them.
func (a *answer) has(pairs ...string) *answer {
	a.Helper()
	body := a.json()
	for i := 0; i < len(pairs); i += 2 {
		if got := fmt.Sprint(body[pairs[i]]); got != pairs[i+1] {
			a.Errorf("%s: %s is %s, want %s", a.what, pairs[i], got, pairs[i+1])
		}
	}
	return a
}

// may holds the steps the record offers to names, in any order.
func (a *answer) may(names ...string) *answer {
	a.Helper()
	var got []string
	for _, name := range a.json()["steps"].([]any) {
		got = append(got, name.(string))
	}
	slices.Sort(got)
	if slices.Sort(names); !slices.Equal(got, names) {
		a.Errorf("%s: steps are %v, want %v", a.what, got, names)
	}
	return a
}

// problems gives the fields complained of and what is said of each.
func (a *answer) problems() map[string]string {
	a.Helper()
	out := map[string]string{}
	list, _ := a.json()["problems"].([]any)
	for _, p := range list {
		p := p.(map[string]any)
		out[p["field"].(string)] += p["text"].(string)
	}
	return out
}

func (a *answer) id() string { return fmt.Sprint(a.json()["id"]) }

func (a *answer) etag() string { return a.Header().Get("ETag") }

// contract is the document, read once for all tests: reading it takes longer
// than most of them.
var contract struct {
	sync.Once
	body    []byte
	all     validator.Validator
	schemas schema_validation.SchemaValidator
	doc     libopenapi.Document
	err     error
}

func readContract(t *testing.T, h http.Handler) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/openapi.json", nil))
	contract.Do(func() {
		contract.body = w.Body.Bytes()
		strict := []config.Option{config.WithStrictMode(), config.WithFormatAssertions(), config.WithStrictIgnoredHeadersExtra("Cache-Control", "X-Content-Type-Options"),
			config.WithStrictIgnorePaths("$.body.openapi", "$.body.jsonSchemaDialect", "$.body.info", "$.body.servers", "$.body.security", "$.body.tags", "$.body.paths", "$.body.components")} // the document itself
		if contract.doc, contract.err = libopenapi.NewDocument(contract.body); contract.err != nil {
			return
		}
		var errs []error
		if contract.all, errs = validator.NewValidator(contract.doc, strict...); len(errs) > 0 {
			contract.err = errs[0]
		}
		contract.schemas = schema_validation.NewSchemaValidator(strict...)
	})
	if contract.err != nil {
		t.Fatal(contract.err)
	}
	if !bytes.Equal(contract.body, w.Body.Bytes()) {
		t.Error("the document is not the same twice")
	}
}

// conforms says in which ways an answer is not as the document says. What is no
// address of the document is answered with a Problem.
func conforms(t *testing.T, h http.Handler, r *http.Request, w *http.Response) []string {
	t.Helper()
	readContract(t, h)
	ok, errs := contract.all.ValidateHttpResponse(r, w)
	if w.StatusCode == 405 || strings.HasSuffix(r.URL.Path, "/") || (w.StatusCode == 404 || w.StatusCode == 401) && !ok && len(errs) == 1 && errs[0].ValidationType == "path" {
		model, err := contract.doc.BuildV3Model()
		if err != nil {
			t.Fatal(err)
		}
		body := new(bytes.Buffer)
		body.ReadFrom(w.Body)
		_, errs = contract.schemas.ValidateSchemaBytes(model.Model.Components.Schemas.GetOrZero("Problem").Schema(), body.Bytes())
		if got := w.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
			errs = append(errs, &errors.ValidationError{Message: "Content-Type is " + got})
		}
	}
	var out []string
	for _, e := range errs {
		said := e.Message + ": " + e.Reason
		for _, s := range e.SchemaValidationErrors {
			said += "\n\t" + s.FieldPath + " " + s.Reason
		}
		out = append(out, said)
	}
	return out
}
