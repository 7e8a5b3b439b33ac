package db

// Rebind lets the tests see what PostgreSQL is given.
var Rebind = rebind
