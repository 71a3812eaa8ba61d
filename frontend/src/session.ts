import './styles/session.css';
import './figure/exercise-figure';
import './session/guided-session';
