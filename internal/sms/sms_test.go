package sms_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanshe/internal/fault"
	"sanshe/internal/sms"
)

var note = sms.Message{ID: "7", Phone: "13800002046", Template: "served", Text: `您6月3日提的需求，"做完了"`, Values: map[string]string{"day": "6月3日"}}

func config(t *testing.T, body string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "sms.json")
	for name, text := range map[string]string{path: body, filepath.Join(dir, "sms.secret"): "s3cret\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// A gateway is told in its own words, whatever stands in a message.
func TestGatewayIsTold(t *testing.T) {
	var got string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = r.URL.RawQuery + "|" + r.Header.Get("Authorization") + "|" + string(b)
		fmt.Fprint(w, `{ "code" : "OK" }`)
	}))
	defer srv.Close()
	for kind, want := range map[string]string{
		"application/json":                  `sign=%E5%90%88%E6%B1%9F&id=7|Bearer s3cret|{"to":"13800002046","t":"SMS_2","text":"您6月3日提的需求，\"做完了\"","day":"6月3日"}`,
		"application/x-www-form-urlencoded": `sign=%E5%90%88%E6%B1%9F&id=7|Bearer s3cret|{"to":"13800002046","t":"SMS_2","text":"%E6%82%A86%E6%9C%883%E6%97%A5%E6%8F%90%E7%9A%84%E9%9C%80%E6%B1%82%EF%BC%8C%22%E5%81%9A%E5%AE%8C%E4%BA%86%22","day":"6%E6%9C%883%E6%97%A5"}`,
	} {
		by, err := sms.Read(config(t, fmt.Sprintf(`{"driver":"http","url":"%s/?sign=%%E5%%90%%88%%E6%%B1%%9F&id={id}","headers":{"Content-Type":%q,"Authorization":"Bearer {secret}"},
			"body":"{\"to\":\"{phone}\",\"t\":\"{template}\",\"text\":\"{text}\",\"day\":\"{day}\"}","secret_file":"sms.secret","accepted":"\"code\":\"OK\"","templates":{"served":"SMS_2"}}`, srv.URL, kind)), slog.Default())
		if err != nil {
			t.Fatal(err)
		}
		if err := by.Send(t.Context(), note); err != nil || got != want {
			t.Errorf("%s: %v\n%s\n%s", kind, err, got, want)
		}
	}
}

// What became of a message is one of three: taken, certainly not, or nobody knows.
// No error tells the number.
func TestFates(t *testing.T) {
	answer := func(w http.ResponseWriter, r *http.Request) {}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r) }))
	by, err := sms.Read(config(t, `{"driver":"http","url":"`+srv.URL+`/{phone}","accepted":"OK"}`), slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); fmt.Fprint(w, body) }
	}
	const taken fault.Kind = -1
	for _, c := range []struct {
		what string
		do   http.HandlerFunc
		kind fault.Kind
	}{
		{"taken", status(200, "OK"), taken}, {"not taken", status(200, `{"code":"LIMIT"}`), fault.Refused}, {"bad request", status(400, "OK"), fault.Refused}, {"sent on", status(302, "OK"), fault.Refused},
		{"busy", status(503, ""), fault.Unavailable}, {"too many", status(429, ""), fault.Unavailable}, {"broken", status(500, "OK"), fault.Internal},
		{"hung up", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, fault.Internal},
	} {
		answer = c.do
		err := by.Send(t.Context(), note)
		if (err == nil) != (c.kind == taken) || err != nil && fault.KindOf(err) != c.kind || err != nil && strings.Contains(err.Error(), "1380000") {
			t.Errorf("%s: %v is %v", c.what, err, fault.KindOf(err))
		}
	}
	srv.Close()
	if err := by.Send(t.Context(), note); !fault.Is(err, fault.Unavailable) || strings.Contains(err.Error(), "1380000") {
		t.Errorf("nobody there: %v", err)
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	for body, says := range map[string]string{
		`{"driver":"http","url":"http://sms.example/{phone}","accepted":"OK"}`: "https",
		`{"driver":"http","url":"https://sms.example/","accepted":"OK"}`:       "{phone}",
		`{"driver":"http","url":"https://sms.example/{phone}"}`:                "accepted",
		`{"driver":"fax"}`: "driver",
		`{"driver":"http","url":"https://sms.example/{phone}","accepted":"OK","secret_file":"none","x":1}`:     "不认识的项",
		`{"driver":"http","url":"https://sms.example/{phone}","accepted":"OK","secret_file":"missing.secret"}`: "读不了",
	} {
		if _, err := sms.Read(config(t, body), slog.Default()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", body, err)
		}
	}
	path := config(t, `{"driver":"http","url":"https://sms.example/{phone}","accepted":"OK","secret_file":"sms.secret"}`)
	if err := os.Chmod(filepath.Join(filepath.Dir(path), "sms.secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sms.Read(path, slog.Default()); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a secret anybody reads: %v", err)
	}
}

// The log learns that there was a message, no number and no words.
func TestLogTellsNothing(t *testing.T) {
	var b bytes.Buffer
	by, err := sms.Read(config(t, `{"driver":"log"}`), slog.New(slog.NewTextHandler(&b, nil)))
	if err == nil {
		err = by.Send(context.Background(), note)
	}
	if s := b.String(); err != nil || !strings.Contains(s, "138****2046") || strings.Contains(s, "13800002046") || strings.Contains(s, "需求") {
		t.Errorf("%v %s", err, s)
	}
}
