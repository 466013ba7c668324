"""What accounts bring into the house: their pages, and the sentences their code chooses."""

from balcao.accounts import texts
from balcao.accounts.factors import routes as factor_routes
from balcao.accounts.factors import step_routes as factor_step_routes
from balcao.accounts.factors import texts as factor_texts
from balcao.accounts.login import routes as login_routes
from balcao.accounts.login import texts as login_texts
from balcao.accounts.mail import texts as mail_texts
from balcao.accounts.people import routes as welcome_routes
from balcao.accounts.people import texts as welcome_texts
from balcao.accounts.profile import moving as moving_routes
from balcao.accounts.profile import routes as profile_routes
from balcao.accounts.profile import texts as profile_texts
from balcao.accounts.recovery import link_routes as reset_routes
from balcao.accounts.recovery import routes as recovery_routes
from balcao.accounts.signup import link_routes as verify_routes
from balcao.accounts.signup import routes as signup_routes
from balcao.accounts.signup import texts as signup_texts

BLUEPRINTS = tuple(
    routes.bp
    for routes in (
        factor_routes,
        factor_step_routes,
        login_routes,
        moving_routes,
        profile_routes,
        recovery_routes,
        reset_routes,
        signup_routes,
        verify_routes,
        welcome_routes,
    )
)

SENTENCES = tuple(
    each.SENTENCES
    for each in (
        texts,
        factor_texts,
        login_texts,
        mail_texts,
        profile_texts,
        signup_texts,
        welcome_texts,
    )
)
