package app

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// note keeps something about the running of a county in its data folder, where
// doctor looks.
func (c Config) note(name string, what any) error {
	raw, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.Data, name), append(raw, '\n'), 0o600)
}

// noted reads what note kept; it is left as it is if there is nothing.
func (c Config) noted(name string, into any) error {
	raw, err := os.ReadFile(filepath.Join(c.Data, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}
