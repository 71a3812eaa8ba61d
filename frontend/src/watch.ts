import './styles/watch.css';
import { LivePerson } from './live/live-person';

// A class: one button asks all who are not live yet.
document.getElementById('ask-all')?.addEventListener('click', () => {
  document.querySelectorAll('live-person').forEach((one) => one instanceof LivePerson && one.ask());
});
