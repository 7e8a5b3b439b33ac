// Package sms hands short messages (短信) to whoever sends them. It knows neither
// records nor pages: a [Sender] takes one message and says whether it was taken,
// certainly was not, or nobody knows. A gateway that speaks HTTP is told by a
// file of templates ([Read]); [Log] writes down that one would have been sent.
package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/ident"
)

// Message is one short message. ID stays the same however often it is tried.
type Message struct {
	ID       string
	Phone    string
	Template string            // what is being said: answered, served …
	Text     string            // all of it, for gateways that take text
	Values   map[string]string // what the gateway's own template is filled with
}

// Sender sends messages. An error of kind fault.Unavailable says that nothing
// was sent and it may be tried again; fault.Refused, that the gateway will not
// have it; any other, that nobody knows.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Log is the sender of those who have no gateway.
type Log struct{ Log *slog.Logger }

// Send implements [Sender]: the log learns no number and no words.
func (l Log) Send(_ context.Context, m Message) error {
	l.Log.Info("short message not really sent", "id", m.ID, "to", ident.MaskPhone(m.Phone), "template", m.Template)
	return nil
}

// Config is the file that says how a gateway is spoken to. {phone}, {text},
// {template}, {id}, {secret} and the values of a message stand for themselves in
// URL, headers and body, written as each of them demands.
type Config struct {
	Driver     string            `json:"driver"` // http or log
	URL        string            `json:"url"`
	Method     string            `json:"method"` // POST if empty
	Headers    map[string]string `json:"headers"`
	Body       string            `json:"body"`
	SecretFile string            `json:"secret_file"` // beside the configuration if not absolute
	Accepted   string            `json:"accepted"`    // what an answer holds when the message was taken: "code":"OK"
	Templates  map[string]string `json:"templates"`   // the gateway's own number for each thing said
}

// gateway is a Config in use.
type gateway struct {
	Config
	secret string
	client *http.Client
}

// patience is how long a gateway has to answer.
const patience = 10 * time.Second

// Read makes the sender of a configuration file. Nobody is asked yet.
func Read(path string, log *slog.Logger) (Sender, error) {
	wrong := func(format string, args ...any) error {
		return fault.New(fault.Invalid, "短信配置 %s：%s", path, fmt.Sprintf(format, args...))
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, wrong("读不了")
	}
	g := gateway{client: &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&g.Config); err != nil || d.Decode(new(any)) != io.EOF {
		return nil, wrong("不是一份正确的 JSON，或者有不认识的项：%v", err)
	}
	u, err := url.Parse(g.URL)
	switch {
	case g.Driver == "log":
		return Log{log}, nil
	case g.Driver != "http":
		return nil, wrong("driver 写 http 或 log")
	case err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())):
		return nil, wrong("url 写短信网关的地址；除本机外要用 https")
	case g.Accepted == "":
		return nil, wrong("accepted 写网关收下时回答里会有的文字，如 \"code\":\"OK\"")
	case !strings.Contains(g.URL+g.Body, "{phone}"):
		return nil, wrong("url 或 body 里要有 {phone}")
	}
	if g.SecretFile != "" {
		if g.secret, err = readSecret(g.SecretFile, filepath.Dir(path)); err != nil {
			return nil, wrong("%v", err)
		}
	}
	return &g, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// readSecret reads a file that nobody else may read.
func readSecret(path, dir string) (string, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		return "", errors.New("secret_file " + path + " 别人也能读；先运行 chmod 600 " + path)
	}
	raw, err2 := os.ReadFile(path)
	if err = errors.Join(err, err2); err != nil || len(bytes.TrimSpace(raw)) == 0 {
		return "", errors.New("secret_file " + path + " 读不了，或者是空的")
	}
	return string(bytes.TrimSpace(raw)), nil
}

var slot = regexp.MustCompile(`\{[a-z_]+\}`)

// fill puts values in their places, each as escape writes it.
func fill(template string, values map[string]string, escape func(string) string) string {
	return slot.ReplaceAllStringFunc(template, func(s string) string {
		v, ok := values[s[1:len(s)-1]]
		if !ok {
			return s
		}
		return escape(v)
	})
}

func inJSON(s string) string {
	b, _ := json.Marshal(s) //nolint:errchkjson // a string can always be written
	return string(b[1 : len(b)-1])
}

func inHeader(s string) string { return strings.NewReplacer("\r", "", "\n", "").Replace(s) }

// Send implements [Sender].
func (g *gateway) Send(ctx context.Context, m Message) error {
	values := maps.Clone(m.Values)
	if values == nil {
		values = map[string]string{}
	}
	template := m.Template
	if t := g.Templates[m.Template]; t != "" {
		template = t
	}
	maps.Copy(values, map[string]string{"phone": m.Phone, "text": m.Text, "template": template, "id": m.ID, "secret": g.secret})
	escape, kind := url.QueryEscape, "application/x-www-form-urlencoded"
	for name, v := range g.Headers {
		if strings.EqualFold(name, "Content-Type") {
			kind = v
		}
	}
	if strings.Contains(kind, "json") {
		escape = inJSON
	}
	method := g.Method
	if method == "" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, fill(g.URL, values, url.QueryEscape), strings.NewReader(fill(g.Body, values, escape)))
	if err != nil {
		return fault.New(fault.Refused, "短信网关的地址写得不对")
	}
	req.Header.Set("Content-Type", kind)
	for name, v := range g.Headers {
		req.Header.Set(name, fill(v, values, inHeader))
	}
	res, err := g.client.Do(req)
	if err != nil {
		var dial *net.OpError
		if errors.As(err, &dial) && dial.Op == "dial" {
			return fault.New(fault.Unavailable, "连不上短信网关")
		}
		return errors.New("短信网关没有回答") // the error itself holds the address, with the number in it
	}
	defer res.Body.Close()
	said, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	switch {
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable:
		return fault.New(fault.Unavailable, "短信网关现在忙（%d）", res.StatusCode)
	case res.StatusCode >= 500 || err != nil:
		return fmt.Errorf("短信网关出错（%d）", res.StatusCode)
	case res.StatusCode >= 300 || !strings.Contains(compact(string(said)), compact(g.Accepted)):
		return fault.New(fault.Refused, "短信网关没有收下（%d）", res.StatusCode)
	}
	return nil
}

func compact(s string) string { return strings.Join(strings.Fields(s), "") }
