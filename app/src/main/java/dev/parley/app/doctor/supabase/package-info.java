/// Checks of the HTTP API that browsers use, Supabase's or the gateway's, and of the tokens it issues.
@NullMarked
package dev.parley.app.doctor.supabase;

import org.jspecify.annotations.NullMarked;
