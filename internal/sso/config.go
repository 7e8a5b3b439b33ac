// Package sso asks other authorities who somebody is: it is the relying party
// of OpenID Connect (统一身份认证), by authorization code with PKCE. It knows
// neither accounts nor pages. What it says is a [Proof]: this issuer vouches
// for this subject; whose account that is, is said elsewhere and only by people.
//
// Of what a provider tells, nothing is believed that it did not sign for this
// program, in this attempt: issuer, audience, party, nonce, times and key are
// checked. Names, numbers and addresses in its answers are not looked at.
package sso

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

// Config is the file that says with whose word people may sign in.
type Config struct {
	URL       string     `json:"url"` // where browsers find this program, with its path
	Providers []Settings `json:"providers"`
}

// Settings say how one provider is spoken to.
type Settings struct {
	Key        string   `json:"key"`  // names it in addresses: /sso/{key}/callback
	Name       string   `json:"name"` // names it to people: 省统一身份认证
	Issuer     string   `json:"issuer"`
	ClientID   string   `json:"client_id"`
	SecretFile string   `json:"secret_file"` // beside the configuration if not absolute; "" for a client without a secret
	Scopes     []string `json:"scopes"`      // besides openid; few providers need any
	StrongACR  []string `json:"strong_acr"`  // values of acr that mean: with a second factor
	StrongAMR  []string `json:"strong_amr"`  // values of amr that mean: with a second factor
}

// Read makes the providers of a configuration file. Nobody is asked yet: a
// provider that is down keeps nobody from starting.
func Read(path string, c clock.Clock) ([]*Provider, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "单点登录配置 %s 读不了", path)
	}
	var config Config
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&config); err != nil || d.Decode(new(any)) != io.EOF {
		return nil, fault.Wrap(err, fault.Invalid, "单点登录配置 %s 不是一份正确的 JSON，或者有不认识的项：%v", path, err)
	}
	var list []*Provider
	seen := map[string]bool{}
	for _, s := range config.Providers {
		secret, err := s.check(config.URL, filepath.Dir(path))
		if err == nil && seen[s.Key] {
			err = errors.New("key 和前面的重复")
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "单点登录配置 %s 里的“%s”：%v", path, s.Key, err)
		}
		seen[s.Key] = true
		list = append(list, New(s, config.URL, secret, c))
	}
	return list, nil
}

var keyRule = regexp.MustCompile(`^[a-z0-9-]{1,20}$`)

// check says what is wrong with settings, and gives the secret.
func (s *Settings) check(base, dir string) (secret string, err error) {
	switch {
	case !secure(base) || strings.HasSuffix(base, "/") || strings.ContainsAny(base, "?#"):
		return "", errors.New("url 要写浏览器打开本系统的地址，如 https://sanshe.example.gov.cn，末尾不带 /；除本机外要用 https")
	case !keyRule.MatchString(s.Key):
		return "", errors.New("key 要用 1 到 20 个小写字母、数字或 -")
	case strings.TrimSpace(s.Name) == "":
		return "", errors.New("name 要写给人看的名称，如 省统一身份认证")
	case !secure(s.Issuer):
		return "", errors.New("issuer 要写对方公布的签发者地址；除本机外要用 https")
	case s.ClientID == "":
		return "", errors.New("client_id 没有写")
	case s.SecretFile == "":
		return "", nil
	}
	path := s.SecretFile
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", errors.New("secret_file " + path + " 读不了")
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", errors.New("secret_file " + path + " 别人也能读；先运行 chmod 600 " + path)
	}
	raw, err := os.ReadFile(path)
	if err != nil || len(bytes.TrimSpace(raw)) == 0 {
		return "", errors.New("secret_file " + path + " 读不了，或者是空的")
	}
	return string(bytes.TrimSpace(raw)), nil
}

// secure reports whether an address may be trusted with secrets: https, or this
// machine.
func secure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}
	host := u.Hostname()
	return u.Scheme == "https" || u.Scheme == "http" && (host == "127.0.0.1" || host == "::1" || host == "localhost")
}
