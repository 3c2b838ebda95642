import './sign-snapshots.ts';
import './stop-with-parent.ts';
