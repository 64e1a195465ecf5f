// Starts the app: language first, then who we are and the first page side by side.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/tones.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { router } from './core/router';
import { firstLanguage, setLanguage } from './i18n';
import { prepare } from './pages/routes';
import { session } from './state/session.svelte';

router.start();
prepare(location.pathname);
const signedIn = session.begin();
await setLanguage(firstLanguage());
await signedIn;
mount(App, { target: document.getElementById('app')! });
