// Command sanshe (三社联动) runs a county's community governance: one program,
// one data folder. See README.md.
package main

import (
	"os"

	"sanshe/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
