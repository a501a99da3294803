"""How alembic reaches the database: over the connection that `fraudguard.desk.migrate` holds."""

from alembic import context

from fraudguard.desk.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
