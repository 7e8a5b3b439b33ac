// Package migration holds the database's numbered changes, in the order they
// were made. They only go forward; a file that has been released is never
// edited. A test holds the result to the descriptions of the registers.
package migration

import "embed"

// Files are the migrations.
//
//go:embed *.sql
var Files embed.FS
