package app

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"sanshe/internal/fault"
)

// Proxies are the networks of reverse proxies whose word about a visitor
// counts.
type Proxies []netip.Prefix

// ParseProxies reads networks such as 127.0.0.1, 10.0.0.0/8 or ::1.
func ParseProxies(list []string) (out Proxies, err error) {
	for _, s := range list {
		if at, err := netip.ParseAddr(s); err == nil {
			s = netip.PrefixFrom(at, at.BitLen()).String()
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fault.New(fault.Invalid, "“%s”不是网段，应如 127.0.0.1 或 10.1.0.0/16", s)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

func (p Proxies) trust(at netip.Addr) bool {
	return slices.ContainsFunc(p, func(net netip.Prefix) bool { return net.Contains(at.Unmap()) })
}

// Handler tells the surfaces who visits, over what, at which host: RemoteAddr,
// URL.Scheme and Host. What a proxy says of these is believed of trusted ones
// only, and is gone from the request, so that nothing behind can believe it.
func (p Proxies) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme = "http" // a request may bring its own
		if r.TLS != nil {
			r.URL.Scheme = "https"
		}
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		peer, err2 := netip.ParseAddr(host)
		if err == nil && err2 == nil && p.trust(peer) {
			r.RemoteAddr = net.JoinHostPort(p.visitor(peer, r.Header.Values("X-Forwarded-For")).String(), "0")
			if last(r.Header.Values("X-Forwarded-Proto")) == "https" {
				r.URL.Scheme = "https"
			}
			if h := last(r.Header.Values("X-Forwarded-Host")); hostly(h) {
				r.Host = h
			}
		}
		for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded"} {
			r.Header.Del(name)
		}
		if r.URL.Scheme == "https" {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// visitor gives the rightmost address that is no proxy of ours: whatever stands
// left of it was written by the visitor, or by somebody we do not know.
func (p Proxies) visitor(peer netip.Addr, lines []string) netip.Addr {
	list := strings.Split(strings.Join(lines, ","), ",")
	for _, text := range slices.Backward(list) {
		at, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			break
		}
		if peer = at.Unmap().WithZone(""); !p.trust(peer) {
			break
		}
	}
	return peer
}

func last(lines []string) string {
	list := strings.Split(strings.Join(lines, ","), ",")
	return strings.TrimSpace(list[len(list)-1])
}

// hostly reports whether text can stand as a host in an address.
func hostly(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-:[]", r))
	})
}
