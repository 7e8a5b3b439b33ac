package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sanshe/internal/api"
	. "sanshe/internal/apptest"
)

func TestDocument(t *testing.T) {
	s := onSQLite(t)
	s.do(nil, "GET", "openapi.json", "").is(200)
	if ok, errs := contract.all.ValidateDocument(); !ok {
		t.Errorf("the document is not OpenAPI 3.1: %v", errs)
	}
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ Responses map[string]any }
		Components struct{ Schemas map[string]any }
	}
	s.Do(json.Unmarshal(contract.body, &doc))
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("version %q", doc.OpenAPI)
	}
	for _, reg := range s.Store.Book().Registers {
		path := "/api/v1/" + reg.Name
		for at, method := range map[string]string{path: "get", path + "/{id}": "patch", path + "/{id}/void": "post", path + "/{id}/passages": "get", path + "/{id}/history": "get"} {
			if len(doc.Paths[at][method].Responses) < 5 {
				t.Errorf("%s %s is not described", method, at)
			}
		}
		for _, st := range reg.Steps {
			if _, there := doc.Paths[path+"/{id}/"+st.Name]["post"]; there == st.ByCode {
				t.Errorf("step %s of %s described: %v", st.Name, reg.Name, there)
			}
		}
		properties := doc.Components.Schemas[reg.Name].(map[string]any)["properties"].(map[string]any)
		for _, f := range reg.Fields {
			p, _ := properties[f.Name].(map[string]any)
			if p["title"] != f.Label || (p["readOnly"] == true) != (f.IsSystem || f.IsState) {
				t.Errorf("%s.%s is described as %v", reg.Name, f.Name, p)
			}
			if f.IsPersonal && p["type"] != "string" {
				t.Errorf("%s.%s is personal, but given as %v", reg.Name, f.Name, p["type"])
			}
		}
	}
}

// Without figures their addresses are not there.
func TestNoFigures(t *testing.T) {
	w := OnSQLite(t)
	h := api.New(api.Config{Store: w.Store, Auth: tokens{"t": w.Officer()}})
	for path, want := range map[string]int{"figures": 404, "figures/x": 404, "need": 200} {
		r := httptest.NewRequest("GET", "/api/v1/"+path, nil)
		r.Header.Set("Authorization", "Bearer t")
		rec := httptest.NewRecorder()
		if h.ServeHTTP(rec, r); rec.Code != want {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

// The validator that every test relies on must be able to refuse.
func TestWrongAnswersAreFound(t *testing.T) {
	s := onSQLite(t)
	id := s.do(s.Worker(), "POST", "person", `{"name":"王明"}`).is(201).id()
	good := s.do(s.Worker(), "GET", "person/"+id, "").is(200)
	missing := s.do(s.Worker(), "GET", "person/1", "").is(404)
	wrong := map[string]struct {
		from       *answer
		status     int
		kind       string
		was, is    string
		wantsError bool
	}{
		"as it is":            {good, 200, "", "", "", false},
		"a text for a number": {good, 200, "", `"version":1`, `"version":"1"`, true},
		"an unknown option":   {good, 200, "", `"sex":""`, `"sex":"unknown"`, true},
		"a date that is none": {good, 200, "", `"created":"2026-`, `"created":"26-`, true},
		"a member too many":   {good, 200, "", `"version":1`, `"version":1,"phone_plain":"13800002046"`, true},
		"a member too few":    {good, 200, "", `"merged":null,`, ``, true},
		"a status not said":   {good, 202, "", "", "", true},
		"a type not said":     {good, 200, "text/html", "", "", true},
		"a problem as it is":  {missing, 404, "", "", "", false},
		"a problem too bare":  {missing, 404, "", `"problems":[]`, `"x":[]`, true},
	}
	for name, c := range wrong {
		body := c.from.Body.String()
		if c.was != "" && !strings.Contains(body, c.was) {
			t.Fatalf("%s: %s does not hold %s", name, body, c.was)
		}
		header := c.from.Header().Clone()
		if c.kind != "" {
			header.Set("Content-Type", c.kind)
		}
		r := httptest.NewRequest("GET", "/api/v1/person/"+id, nil)
		found := conforms(t, s.handler, r, &http.Response{StatusCode: c.status, Header: header, Body: io.NopCloser(strings.NewReader(strings.Replace(body, c.was, c.is, 1)))})
		if (len(found) > 0) != c.wantsError {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

// What each register gives is as described, also when there is nothing.
func TestEveryRegisterLists(t *testing.T) {
	s := onSQLite(t)
	for _, reg := range s.Store.Book().Registers {
		for _, a := range []func() int{
			func() int { return s.do(s.Officer(), "GET", reg.Name+"?limit=1", "").Code },
			func() int { return s.do(s.Admin(), "GET", reg.Name+"?total=false", "").Code },
		} {
			if code := a(); code != 200 && code != 403 {
				t.Errorf("%s: %d", reg.Name, code)
			}
		}
	}
}
